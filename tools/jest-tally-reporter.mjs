/** Ends a run with the one line that tells how it went: `N passed, N failed`. It comes last, after Jest's own summary. */
export default class TallyReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const tally = `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`;
    process.on('exit', () => console.log(`\n${tally}`));
  }
}
