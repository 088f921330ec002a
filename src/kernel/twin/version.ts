// Which release this is: major·10⁶ + minor·10³ + patch.
//
// Kernel: assembly/version.ts

export const VERSION = 1_000;
