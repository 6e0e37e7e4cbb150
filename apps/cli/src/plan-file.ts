import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidInput } from '#kernel/domain-error.js';
import { LIMITS } from '#planning/formats/limits.js';
import { readSource } from '#planning/formats/read-source.js';
import type { SourceDocument } from '#planning/formats/source-document.js';
import { SourceRefused } from '#planning/formats/source-refused.js';
import { type PlanDocument, planDocumentSchema } from '#planning/plan-document.js';

/** A plan as structured data, or a document in which the plan is to be found. */
export type PlanFile =
  { readonly kind: 'structured'; readonly plan: PlanDocument } | { readonly kind: 'document'; readonly document: SourceDocument; readonly name: string };

/** @throws InvalidInput, SourceRefused */
export async function readPlanFile(file: string): Promise<PlanFile> {
  // A file that is too large is not even taken into memory.
  const found = await stat(file);
  if (!found.isFile()) throw new InvalidInput(`${file} không phải một tệp.`);
  if (found.size > LIMITS.uploadBytes) throw new SourceRefused(`Tệp lớn hơn ${LIMITS.uploadBytes / 1024 / 1024} MB; hãy tách riêng phần phụ lục rồi nhập lại.`);
  const bytes = await readFile(file);
  if (/\.json$/i.test(file)) return { kind: 'structured', plan: structured(bytes.toString('utf8')) };
  return { kind: 'document', document: await readSource(bytes, basename(file)), name: basename(file) };
}

function structured(text: string): PlanDocument {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new InvalidInput('Tệp .json này không đọc được; kiểm tra lại, hoặc nhập tệp Word, Excel, CSV, văn bản.');
  }
  const parsed = planDocumentSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(`Kế hoạch chưa đúng:\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`);
}
