export default async function tearDown() {
  await globalThis.__LICH_POSTGRES__?.stop();
}
