import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DEFAULT_OFFICE, type OfficeParticulars } from '#contracts/office-settings.entity.js';
import { officeSettingsInput, type RawOfficeSettings } from '#contracts/office-settings.input.js';
import { assertMayKeepSettings, OfficeSettingsService } from '#contracts/office-settings.service.js';
import { amountInWords } from '#documents/amount-in-words.js';
import { dateInWords } from '#documents/document-date.js';
import { Clock } from '#kernel/clock.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { formatDong } from '#kernel/money.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';

/** Has a place of tens that is empty, thousands, and billions: every habit shows in it. */
const EXAMPLE_SUM = 1_115_505_000;

interface Shown {
  /** As typed; the stored ones where undefined. */
  readonly values?: RawOfficeSettings;
  readonly error?: DomainError;
  readonly isSaved?: boolean;
  readonly isTried?: boolean;
}

/** The page of the particulars that papers print: as it is opened, tried out, saved, and refused. */
@Injectable()
export class OfficeSettingsPage {
  constructor(
    private readonly settings: OfficeSettingsService,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  /** @throws Forbidden */
  async show({ actor, request, reply }: Exchange, { values, error, isSaved = false, isTried = false }: Shown = {}): Promise<FastifyReply> {
    assertMayKeepSettings(actor);
    const { particulars, version } = await this.settings.versioned();
    const shown = values ?? typed(particulars);
    const errors = error ? fieldMessages(error) : {};
    return this.pages.send(request, reply, {
      template: 'pages/settings/documents',
      title: 'Thiết lập văn bản',
      status: error ? statusOf(error) : 200,
      view: {
        values: shown,
        // A form that was refused keeps its version: it must not pass over somebody else's change.
        version: values?.version ?? String(version),
        isLinh: shown.oddWord === 'linh',
        isNgan: shown.thousandWord === 'ngàn',
        saysEven: shown.saysEven === '1',
        preview: this.preview(shown),
        errors,
        general: error ? (errors[''] ?? 'Chưa lưu được. Hãy xem ghi chú ở từng ô.') : null,
        isSaved,
        isTried,
      },
    });
  }

  /** Lines of a paper with what is typed so far; what is wrong yet is taken as it was before anybody set anything. */
  private preview(values: RawOfficeSettings) {
    const read = officeSettingsInput.safeParse(values);
    const office: OfficeParticulars = read.success ? read.data : { ...DEFAULT_OFFICE, ...habitsOf(values) };
    return {
      sum: formatDong(EXAMPLE_SUM),
      words: amountInWords(EXAMPLE_SUM, office),
      date: `${office.place || '(nơi ban hành kế hoạch)'}, ${dateInWords(this.clock.today())}`,
      number: `Số: 05/${office.letterSymbol}`,
    };
  }
}

/** How numbers are read, as far as it is chosen rightly. */
function habitsOf(values: RawOfficeSettings): Pick<OfficeParticulars, 'oddWord' | 'thousandWord' | 'saysEven' | 'place'> {
  return {
    oddWord: values.oddWord === 'linh' ? 'linh' : 'lẻ',
    thousandWord: values.thousandWord === 'ngàn' ? 'ngàn' : 'nghìn',
    saysEven: values.saysEven === '1',
    place: typeof values.place === 'string' ? values.place.trim() : '',
  };
}

/** The stored particulars as a form has them. */
function typed({ copies, copiesEach, saysEven, ...texts }: OfficeParticulars): RawOfficeSettings {
  return { ...texts, copies: String(copies), copiesEach: String(copiesEach), saysEven: saysEven ? '1' : '' };
}
