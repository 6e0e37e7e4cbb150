import { describe, expect, it } from '@jest/globals';
import { readPage } from './page-reader.js';

const page = (html: string, contentType = 'text/html; charset=utf-8') => readPage(Buffer.from(html), contentType, 'https://baodongkhoi.vn/a.html');

describe('A page of a newspaper', () => {
  it('tells title, author and day in its metadata, and its text without markup', () => {
    const read = page(`<!doctype html><html><head><title>Báo Đồng Khởi | Một cửa</title>
      <meta property="og:title" content="Một cửa điện tử về tận xã"><meta name="author" content="Nguyễn Văn An">
      <meta property="article:published_time" content="2021-03-09T20:30:00Z"><style>p{}</style></head>
      <body><nav>Trang chủ</nav><h1>Một cửa</h1><p>Đoạn&nbsp;một.</p><script>var x = '<p>không</p>'</script><p>Đoạn <b>hai</b>.</p></body></html>`);
    expect(read).toMatchObject({ title: 'Một cửa điện tử về tận xã', author: 'Nguyễn Văn An', publishedOn: '2021-03-10' });
    expect(read.text).toBe('Một cửa\nĐoạn một.\nĐoạn hai.');
    expect(read.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [
      'JSON-LD',
      '<script type="application/ld+json">{"@graph":[{"headline":"Bài","author":[{"name":"An"},{"name":"Bình"}],"datePublished":"2021-03-09"}]}</script>',
      'Bài',
      'An, Bình',
      '2021-03-09',
    ],
    ['a time of its own', '<title>Bài</title><time datetime="2021-03-09T08:00:00+0700">hôm qua</time>', 'Bài', null, '2021-03-09'],
    ['a day as Vietnamese write it', '<title>Bài</title><meta name="pubdate" content="Thứ ba, 09/3/2021 08:00">', 'Bài', null, '2021-03-09'],
    ['a local time without an offset', '<h1>Bài</h1><meta itemprop="datePublished" content="2021-03-09T23:30:00">', 'Bài', null, '2021-03-09'],
    ['an address for an author, which is no name', '<title>Bài</title><meta property="article:author" content="https://facebook.com/an">', 'Bài', null, null],
    [
      'broken JSON-LD and a day that is none',
      '<script type="application/ld+json">{"headline":</script><title>Bài</title><meta name="date" content="2021-02-31">',
      'Bài',
      null,
      null,
    ],
  ])('is read from %s', (_where, html, title, author, publishedOn) => {
    expect(page(html)).toMatchObject({ title, author, publishedOn });
  });

  it('keeps markup in a title as the text it is', () => {
    expect(page('<meta property="og:title" content="&lt;img src=x onerror=alert(1)&gt; Tin">').title).toBe('<img src=x onerror=alert(1)> Tin');
  });

  it('is read in the letters it says it is written in', () => {
    const bytes = Buffer.from('<meta charset="windows-1258"><title>H\xe0 N\xf4i</title>', 'latin1');
    expect(readPage(bytes, 'text/html', 'https://a.vn/').title).toBe('Hà Nôi');
  });

  it.each([
    ['brackets without end', '<'.repeat(3_000_000)],
    ['nesting without end', '<div>'.repeat(300_000)],
    ['one attribute without end', `<meta content="${'a'.repeat(3_000_000)}">`],
    ['a script without end', `<script type="application/ld+json">${'['.repeat(1_000_000)}`],
    ['spaces without end', ' \n'.repeat(1_000_000)],
  ])('of %s is read in bounded time', (_what, html) => {
    const began = performance.now();
    expect(page(html).text.length).toBeLessThanOrEqual(50_000);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('that is a PDF leaves its hash and its name', () => {
    expect(readPage(Buffer.from('%PDF-1.4'), 'application/pdf', 'https://a.vn/k%E1%BA%BF-ho%E1%BA%A1ch.pdf')).toMatchObject({
      title: 'kế-hoạch.pdf',
      text: '',
    });
  });
});
