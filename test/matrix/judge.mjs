// What a row came to: 'ok', or what is not as it should be.

/**
 * @param expect - what the row expects of `ran`, or `refused`, the error; undefined if it computes nothing
 * @param report - what came
 */
export function judge(expect, report) {
  if (!expect) return 'ok';
  if (expect.refused) return expect.refused.test(report.error) ? 'ok' : `not the refusal: ${report.error ?? 'it ran'}`;
  if (report.error) return report.error;
  const { differing, ran, isolated } = report;
  if (differing.length > 0) return `other bits: ${differing.join('; ')}`;
  const { backend, threads, reason } = expect;
  if (ran.backends.join() !== backend) return `ran on ${ran.backends.join(' and ')}, expected ${backend}`;
  if (ran.threads !== threads) return `${ran.threads} threads, expected ${threads}`;
  if (expect.isolated !== undefined && isolated !== expect.isolated) return `cross-origin isolated: ${isolated}`;
  const [first] = ran.reasons;
  if (!reason && first) return `an unexpected fallback: ${first}`;
  if (reason && !ran.reasons.some((text) => reason.test(text))) return `not the expected reason: ${first}`;
  return 'ok';
}
