import { z } from 'zod';

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'Phải là một đoạn chữ.',
  number: 'Phải là một số.',
  int: 'Phải là một số nguyên.',
  boolean: 'Phải là true hoặc false.',
  array: 'Phải là một danh sách.',
  object: 'Phải là một đối tượng JSON.',
};

/**
 * What a schema says in Vietnamese where it has no words of its own: mostly to programs, since forms send nothing but text.
 * Imported for its effect by whoever reads input.
 */
function messageFor(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'Thiếu giá trị này.' : (EXPECTED[issue.expected] ?? 'Giá trị chưa đúng.');
    case 'too_big':
      return issue.origin === 'string' ? `Dài quá ${issue.maximum} ký tự.` : `Lớn nhất là ${issue.maximum}.`;
    case 'too_small':
      return issue.origin === 'string'
        ? `Cần ít nhất ${issue.minimum} ký tự.`
        : issue.inclusive
          ? `Nhỏ nhất là ${issue.minimum}.`
          : `Phải lớn hơn ${issue.minimum}.`;
    default:
      return 'Giá trị chưa đúng.';
  }
}

z.config({ customError: messageFor });
