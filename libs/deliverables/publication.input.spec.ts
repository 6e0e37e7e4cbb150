import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidForm, readInput } from '#kernel/form-input.js';
import type { FormKind } from '#planning/medium.js';
import { typedArticle } from '#testing/builders.js';
import { publicationInput, type RawPublication, readDuration, slotInput, withdrawalInput } from './publication.input.js';

function refusals(form: FormKind, typed: RawPublication): Readonly<Record<string, string>> {
  try {
    readInput(publicationInput[form], typed);
  } catch (error) {
    if (error instanceof InvalidForm) return error.fields;
    throw error;
  }
  return {};
}

describe('The form of a newspaper piece', () => {
  it('takes a title and a day, and leaves the rest open', () => {
    expect(readInput(publicationInput.newspaper, typedArticle())).toMatchObject({
      title: 'Một cửa điện tử về xã',
      author: null,
      url: null,
      genre: null,
      creditedOn: null,
    });
  });

  it('tidies what was typed: spaces, and marks composed in one way', () => {
    const { title, author } = readInput(publicationInput.newspaper, typedArticle({ title: `  Một cửa \n ${'điện tử'.normalize('NFD')} `, author: ' ' }));
    expect([title, author]).toEqual(['Một cửa điện tử', null]);
  });

  it.each([
    [{ title: '' }, { title: 'Hãy nhập tên bài.' }],
    [{ title: ' \t ' }, { title: 'Hãy nhập tên bài.' }],
    [{ title: 'a'.repeat(301) }, { title: 'Dài quá 300 ký tự.' }],
    [{ occursOn: '' }, { occursOn: 'Hãy chọn ngày đăng.' }],
    [{ occursOn: '2021-02-30' }, { occursOn: 'Ngày chưa đúng; hãy chọn ngày có trên lịch.' }],
    [{ occursOn: '15/01/2021' }, { occursOn: 'Ngày chưa đúng; hãy chọn ngày có trên lịch.' }],
    [{ url: 'baodongkhoi.vn/a' }, { url: 'Đường dẫn phải bắt đầu bằng http:// hoặc https://.' }],
    [{ url: 'javascript:alert(1)' }, { url: 'Đường dẫn phải bắt đầu bằng http:// hoặc https://.' }],
    [{ creditedOn: 'tháng 1' }, { creditedOn: 'Kỳ tính bù không có trong danh sách.' }],
    [
      { title: '', url: 'x' },
      { title: 'Hãy nhập tên bài.', url: 'Đường dẫn phải bắt đầu bằng http:// hoặc https://.' },
    ],
  ])('refuses %j with a message by the field', (typed, messages) => {
    expect(refusals('newspaper', typedArticle(typed))).toEqual(messages);
  });

  it('that is empty asks for a title and a day', () => {
    expect(refusals('newspaper', {})).toEqual({ title: 'Hãy nhập tên bài.', occursOn: 'Hãy chọn ngày đăng.' });
  });
});

describe('The form of a broadcast', () => {
  const typed = (given: RawPublication = {}): RawPublication => ({ title: 'Chuyên mục tháng 1', occursOn: '2021-01-20', ...given });

  it('reads the time, the duration and the original of a rerun', () => {
    const input = readInput(publicationInput.broadcast, typed({ airedAt: '19:45', duration: '15', rerunOf: '7', channel: 'THBT' }));
    expect(input).toMatchObject({ airedAt: '19:45', duration: 900, rerunOf: 7, channel: 'THBT' });
  });

  it.each([
    [{ title: '' }, { title: 'Hãy nhập tên chuyên mục, phóng sự.' }],
    [{ occursOn: '' }, { occursOn: 'Hãy chọn ngày phát.' }],
    [{ duration: '0' }, { duration: 'Thời lượng phải lớn hơn 0.' }],
    [{ duration: '0:00' }, { duration: 'Thời lượng phải lớn hơn 0.' }],
    [{ duration: 'mười lăm' }, { duration: 'Thời lượng viết bằng phút, ví dụ 15 hoặc 4:30.' }],
    [{ duration: '-5' }, { duration: 'Thời lượng viết bằng phút, ví dụ 15 hoặc 4:30.' }],
    [{ duration: '361' }, { duration: 'Thời lượng viết bằng phút, ví dụ 15 hoặc 4:30.' }],
    [{ airedAt: '24:00' }, { airedAt: 'Giờ phát viết dạng 19:45.' }],
    [{ airedAt: '7:5' }, { airedAt: 'Giờ phát viết dạng 19:45.' }],
    [{ rerunOf: 'bản gốc' }, { rerunOf: 'Lựa chọn này không có trong danh sách.' }],
  ])('refuses %j with a message by the field', (given, messages) => {
    expect(refusals('broadcast', typed(given))).toEqual(messages);
  });
});

describe('The form of a session', () => {
  const typed = (given: RawPublication = {}): RawPublication => ({ title: 'Chuyển đổi số', occursOn: '2021-01-20', ...given });

  it('reads the place and the attendance', () => {
    expect(readInput(publicationInput.event, typed({ place: 'Hội trường A', attendance: '45' }))).toMatchObject({ place: 'Hội trường A', attendance: 45 });
  });

  it.each([
    [{ title: '' }, { title: 'Hãy nhập chủ đề.' }],
    [{ occursOn: '' }, { occursOn: 'Hãy chọn ngày tổ chức.' }],
    [{ attendance: '0' }, { attendance: 'Số người dự là số nguyên lớn hơn 0.' }],
    [{ attendance: '12,5' }, { attendance: 'Số người dự là số nguyên lớn hơn 0.' }],
  ])('refuses %j with a message by the field', (given, messages) => {
    expect(refusals('event', typed(given))).toEqual(messages);
  });
});

describe('The other forms', () => {
  it('ask a document for its name and day', () => {
    expect(refusals('document', {})).toEqual({ title: 'Hãy nhập tên văn bản.', occursOn: 'Hãy chọn ngày ban hành.' });
  });

  it('take a slot without a title, but not without a day', () => {
    expect(readInput(slotInput, { occursOn: '2021-05-01' })).toMatchObject({ title: '', genre: null });
    expect(slotInput.safeParse({}).error?.issues[0]?.message).toBe('Hãy chọn ngày dự kiến.');
  });

  it.each([
    [undefined, undefined],
    ['', []],
    ['7', [7]],
    [
      ['', '7', '3', '7'],
      [7, 3],
    ],
  ])('take %j as the topics %j', (sent, topics) => {
    const raw: unknown = { title: 'Bài', occursOn: '2021-01-15', topics: sent };
    expect(readInput(publicationInput.newspaper, raw).topics).toEqual(topics);
  });

  it.each(['x', '-1', '1,2', '1234567890', ['1', 'x']])('refuse %j as a topic', (sent) => {
    const raw: unknown = { title: 'Bài', occursOn: '2021-01-15', topics: sent };
    expect(() => readInput(publicationInput.newspaper, raw)).toThrow(
      expect.objectContaining({ fields: { topics: 'Chủ đề đã chọn không có trong danh sách; hãy chọn lại.' } }),
    );
  });

  it('want a reason for a withdrawal', () => {
    expect(withdrawalInput.safeParse({ reason: '  ' }).error?.issues[0]?.message).toBe('Hãy ghi lý do.');
    expect(readInput(withdrawalInput, { reason: ' Gỡ theo yêu cầu ' })).toEqual({ reason: 'Gỡ theo yêu cầu' });
  });
});

describe('A duration', () => {
  it.each([
    ['15', 900],
    ['4:30', 270],
    ['0:45', 45],
    ['1:05:00', 3900],
    ['0', 0],
  ])('“%s” is %i seconds', (text, seconds) => {
    expect(readDuration(text)).toBe(seconds);
  });

  it.each(['', '1:60', '4:', ':30', '1.5', '1:2:3:4', '15 phút'])('is not read from “%s”', (text) => {
    expect(readDuration(text)).toBeUndefined();
  });

  it('is read back from hours, minutes and seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 * 3600 }), (seconds) => {
        const two = (value: number) => String(value).padStart(2, '0');
        const text = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
        expect(readDuration(text)).toBe(seconds);
      }),
    );
  });
});
