import type { z } from 'zod';
import { DomainError } from './domain-error.js';
import './schema-messages.js';

/** A form with one message a field; fields that are right are not named. */
export class InvalidForm extends DomainError {
  readonly code = 'invalid-form';
  readonly kind = 'invalid';

  constructor(readonly fields: Readonly<Record<string, string>>) {
    super('Có chỗ chưa đúng, xem ghi chú ở từng ô.');
  }
}

/** Reads a form by its schema. @throws InvalidForm with the first message of each field at fault */
export function readInput<T>(schema: z.ZodType<T>, raw: unknown): T {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[String(issue.path[0] ?? '')] ??= issue.message;
  throw new InvalidForm(fields);
}

/** The messages of a refusal by field; what belongs to no field stands under the empty name. */
export function fieldMessages(error: DomainError): Readonly<Record<string, string>> {
  return error instanceof InvalidForm ? error.fields : { [error.field ?? '']: error.message };
}
