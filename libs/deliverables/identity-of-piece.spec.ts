import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { identifyingUrlKey, isWebAddress, searchKey, titleKey, urlKey } from './identity-of-piece.js';

const PAGE = 'https://baodongkhoi.vn/cai-cach-hanh-chinh-a123.html';

describe('The key of an address', () => {
  it.each([
    'http://baodongkhoi.vn/cai-cach-hanh-chinh-a123.html',
    'https://www.baodongkhoi.vn/cai-cach-hanh-chinh-a123.html',
    'https://m.baodongkhoi.vn/cai-cach-hanh-chinh-a123.html',
    'HTTPS://BaoDongKhoi.VN/cai-cach-hanh-chinh-a123.html',
    'https://baodongkhoi.vn/cai-cach-hanh-chinh-a123.html/',
    'https://baodongkhoi.vn/cai-cach-hanh-chinh-a123.html#binh-luan',
    'https://baodongkhoi.vn/cai-cach-hanh-chinh-a123.html?utm_source=zalo&utm_medium=oa&fbclid=x',
    '  https://baodongkhoi.vn:443/cai-cach-hanh-chinh-a123.html ',
    'https://baodongkhoi.vn/%63ai%2Dcach-hanh-chinh-a123%2ehtml',
    'https://baodongkhoi.vn//cai-cach-hanh-chinh-a123.html//',
  ])('is the same for %s', (written) => {
    expect(urlKey(written)).toBe(PAGE);
  });

  it.each([
    'https://baodongkhoi.vn/Cai-cach-hanh-chinh-a123.html',
    `${PAGE}?id=2`,
    'https://baodongkhoi.vn:8443/cai-cach-hanh-chinh-a123.html',
    'https://baodongkhoi.vn/',
  ])('is another for %s', (written) => {
    expect(urlKey(written)).not.toBe(PAGE);
  });

  it('does not mind the order of the parameters', () => {
    expect(urlKey('https://thbt.vn/xem?b=2&a=1&a=0')).toBe(urlKey('https://thbt.vn/xem?a=0&a=1&b=2'));
  });

  it.each(['', 'baodongkhoi.vn/a', 'ftp://baodongkhoi.vn/a', 'javascript:alert(1)', 'https://', 'mailto:tam@baodongkhoi.vn'])(
    'does not exist for “%s”',
    (text) => {
      expect(urlKey(text)).toBeUndefined();
      expect(isWebAddress(text)).toBe(false);
    },
  );

  const anyHost = fc.tuple(fc.constantFrom('', 'www.', 'm.', 'www.m.', 'm.www.'), fc.domain()).map((parts) => parts.join(''));
  const webUrl = fc.tuple(anyHost, fc.webUrl({ withQueryParameters: true, withFragments: true })).map(([name, url]) => url.replace(new URL(url).host, name));

  it('is the key of itself', () => {
    fc.assert(
      fc.property(webUrl, (url) => {
        const key = urlKey(url)!;
        expect(urlKey(key)).toBe(key);
      }),
    );
  });

  it('does not change with the scheme, the letter case of the host, a tracking parameter or a slash at the end', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.constantFrom('utm_source', 'UTM_Campaign', 'fbclid', 'gclid', 'zarsrc'), fc.webSegment(), (url, name, value) => {
        const { host, pathname } = new URL(url);
        const plain = `https://${host}${pathname}`;
        const varied = `http://${host.toUpperCase()}${pathname}/?${name}=${encodeURIComponent(value)}#${value}`;
        expect(urlKey(varied)).toBe(urlKey(plain));
      }),
    );
  });

  it('identifies an article but not a meeting, of which an article may tell', () => {
    expect(identifyingUrlKey('newspaper', PAGE)).toBe(PAGE);
    expect(identifyingUrlKey('television', PAGE)).toBe(PAGE);
    expect(identifyingUrlKey('forum', PAGE)).toBeNull();
    expect(identifyingUrlKey('training', PAGE)).toBeNull();
    expect(identifyingUrlKey('newspaper', null)).toBeNull();
  });
});

describe('The key of a title', () => {
  it('does not mind letter case, spacing, quotation marks, a final stop or how the marks are composed', () => {
    const key = titleKey('Một cửa điện tử về xã');
    const variants = [
      'MỘT CỬA ĐIỆN TỬ VỀ XÃ',
      ' Một  cửa điện tử\nvề xã ',
      '“Một cửa” điện tử về xã.',
      'Một cửa điện tử về xã…',
      'Một cửa điện tử về xã'.normalize('NFD'),
    ];
    expect(variants.map(titleKey)).toEqual(variants.map(() => key));
  });

  it('minds the marks: “bản” is not “bán”', () => {
    expect(titleKey('Văn bản')).not.toBe(titleKey('Văn bán'));
  });

  it('is the key of itself', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'Aa Ộộ“”.!… -đĐ'), maxLength: 30 }), (text) => titleKey(titleKey(text)) === titleKey(text)));
  });
});

describe('The key for searching', () => {
  it('is lower case without marks, đ included', () => {
    expect(searchKey('  Biên bản NGHIỆM THU Đợt 2 ')).toBe('bien ban nghiem thu dot 2');
    expect(searchKey('Ưu đãi, ướt, ỡ')).toBe('uu dai, uot, o');
  });

  it('finds a word however it is composed or cased', () => {
    fc.assert(
      fc.property(fc.constantFrom('Đường thư', 'Thủ tục', 'Nghị định', 'Phường 5'), (text) => {
        const plain = searchKey(text);
        expect([text.normalize('NFD'), text.toUpperCase(), plain].map(searchKey)).toEqual([plain, plain, plain]);
      }),
    );
  });
});
