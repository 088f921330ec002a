// Which component of one mixture is which of another: the assignment of least total distance.

/**
 * The assignment of rows to columns of least total cost, by shortest augmenting paths (Kuhn 1955; Jonker & Volgenant
 * 1987).
 *
 * @param cost - K × K, row-major
 * @returns the column of each row
 */
export function assign(cost: ArrayLike<number>, k: number): Int32Array {
  const rowPotential = new Float64Array(k + 1);
  const columnPotential = new Float64Array(k + 1);
  const rowOf = new Int32Array(k + 1).fill(-1);
  for (let row = 0; row < k; row++) {
    // column k stands for the row that is still without one
    rowOf[k] = row;
    const least = new Float64Array(k).fill(Number.POSITIVE_INFINITY);
    const before = new Int32Array(k).fill(k);
    const seen = new Uint8Array(k + 1);
    let column = k;
    while (rowOf[column] >= 0) {
      seen[column] = 1;
      const r = rowOf[column];
      let next = -1;
      for (let c = 0; c < k; c++) {
        if (seen[c]) continue;
        const reduced = cost[r * k + c] - rowPotential[r] - columnPotential[c];
        if (reduced < least[c]) {
          least[c] = reduced;
          before[c] = column;
        }
        if (next < 0 || least[c] < least[next]) next = c;
      }
      const step = least[next];
      for (let c = 0; c <= k; c++) {
        if (seen[c]) {
          rowPotential[rowOf[c]] += step;
          columnPotential[c] -= step;
        } else if (c < k) least[c] -= step;
      }
      column = next;
    }
    for (; column !== k; column = before[column]) rowOf[column] = rowOf[before[column]];
  }
  const columnOf = new Int32Array(k);
  for (let c = 0; c < k; c++) columnOf[rowOf[c]] = c;
  return columnOf;
}
