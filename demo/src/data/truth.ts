// What the generated points are drawn from.

/** Four clouds in the plane; two of them overlap. */
export const TRUTH = {
  weights: [0.35, 0.3, 0.2, 0.15],
  means: [
    [-3, 0],
    [0.5, 2],
    [2, -1],
    [5, 3],
  ],
  covariances: [
    [
      [1.2, 0.7],
      [0.7, 0.9],
    ],
    [
      [1, -0.6],
      [-0.6, 1.1],
    ],
    [
      [0.5, 0.1],
      [0.1, 0.3],
    ],
    [
      [0.8, 0.5],
      [0.5, 1.5],
    ],
  ],
};

export const SEED = 1;
