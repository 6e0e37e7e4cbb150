import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What every paper of the office has in common; each office writes its own. */
export interface OfficeParticulars {
  /** The superior, above the office's name in its letters; blank leaves the line out. */
  readonly superior: string;
  /** Of the office, in letters; blank: the coordinator's name on the document's date. */
  readonly officeName: string;
  /** Behind the number of a letter, such as `SNV-CCHC`. */
  readonly letterSymbol: string;
  /** Where papers are dated, such as `Bến Tre`. */
  readonly place: string;
  /** How many copies of minutes are made, and how many each party keeps. */
  readonly copies: number;
  readonly copiesEach: number;
  readonly signerPosition: string;
  readonly signerName: string;
  /** Who keeps the office's copy, behind `Lưu: VT,`. */
  readonly filedBy: string;
  /** How an empty place of tens is read. */
  readonly oddWord: 'lẻ' | 'linh';
  readonly thousandWord: 'nghìn' | 'ngàn';
  /** Whether a sum in words ends in `đồng chẵn`. */
  readonly saysEven: boolean;
}

export const DEFAULT_OFFICE: OfficeParticulars = {
  superior: '',
  officeName: '',
  letterSymbol: 'SNV-CCHC',
  place: '',
  copies: 4,
  copiesEach: 2,
  signerPosition: 'Giám đốc',
  signerName: '',
  filedBy: 'CCHC',
  oddWord: 'lẻ',
  thousandWord: 'nghìn',
  saysEven: false,
};

/** One row; none at all means the defaults. */
@Entity()
export class OfficeSettings {
  /** Always 1. */
  @PrimaryKey({ type: 'integer', autoincrement: false })
  id!: number;

  @Property({ type: 'integer', version: true })
  version!: number;

  @Property({ type: 'json' })
  particulars: OfficeParticulars;

  constructor(particulars: OfficeParticulars) {
    this.id = 1;
    this.particulars = particulars;
  }
}
