import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The resident set of this process in bytes, and its peak since the last question.
 *
 * Linux tells the peak and lets it be reset. What getrusage calls maximum is older than the program: it begins with that
 * of the process which started it.
 */
export function residentSet() {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const kilobytes = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
    writeFileSync('/proc/self/clear_refs', '5');
    return { peak: 1024 * kilobytes('VmHWM'), now: 1024 * kilobytes('VmRSS') };
  } catch {
    return { peak: 1024 * process.resourceUsage().maxRSS, now: process.memoryUsage().rss };
  }
}
