/**
 * What is wrong with a file, or with the place of a value in it. The message names the file, the line or the row and the
 * column, says what is there, and what to do.
 */
export class FileError extends RangeError {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'FileError';
  }
}

/** An error of the system or of a library, which does not know the file. */
export function cannotRead(name: string, error: unknown): FileError {
  const { code, message } = error instanceof Error ? (error as Error & { code?: string }) : { message: String(error) };
  if (code === 'ENOENT') return new FileError(`cannot read ${name}: there is no such file; check the path`, error);
  if (code === 'EACCES') return new FileError(`cannot read ${name}: permission denied; check its rights`, error);
  return new FileError(`cannot read ${name}: ${message}`, error);
}
