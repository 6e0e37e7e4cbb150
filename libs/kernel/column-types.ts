import { type EntityProperty, type Platform, Type } from '@mikro-orm/core';
import { Temporal } from 'temporal-polyfill';

/** A PlainDate as the text `YYYY-MM-DD`, alike on both engines, so that it compares and sorts as text. */
export class PlainDateType extends Type<Temporal.PlainDate | null, string | null> {
  override convertToDatabaseValue(value: Temporal.PlainDate | string | null): string | null {
    return value === null ? null : value.toString();
  }

  override convertToJSValue(value: Temporal.PlainDate | string | null): Temporal.PlainDate | null {
    return typeof value === 'string' ? Temporal.PlainDate.from(value) : value;
  }

  override compareAsType(): string {
    return 'string';
  }

  override getColumnType(_property: EntityProperty, platform: Platform): string {
    return platform.getVarcharTypeDeclarationSQL({ length: 10 });
  }
}

/** An instant as UTC text with three decimals (`2021-03-31T01:00:00.000Z`): fixed width, so it sorts as text. */
export class InstantType extends Type<Temporal.Instant | null, string | null> {
  override convertToDatabaseValue(value: Temporal.Instant | string | null): string | null {
    return value === null || typeof value === 'string' ? value : instantText(value);
  }

  override convertToJSValue(value: Temporal.Instant | string | null): Temporal.Instant | null {
    return typeof value === 'string' ? Temporal.Instant.from(value) : value;
  }

  override compareAsType(): string {
    return 'string';
  }

  override getColumnType(_property: EntityProperty, platform: Platform): string {
    return platform.getVarcharTypeDeclarationSQL({ length: 24 });
  }
}

/** The stored form of an instant, for raw queries: of what `Instant` says with three decimals, but ten times as fast. */
export function instantText(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString();
}
