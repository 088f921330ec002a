// Help that belongs to no command.

const INPUT = `What is read: a row for each sample, a column for each feature, numbers only.

  csv       separator, header line, quotes and decimal commas are found; --delimiter, --header, --no-header, --quote and
            --decimal overrule. UTF-8, UTF-16 with a byte order mark, or else Windows-1252
  tsv       the same with tabs
  jsonl     an object {"x": 1.5, "y": 2}, an array [1.5, 2] or a number on each line
  npy       NumPy's files, 1-d or 2-d: floats and integers of any size, either byte order, C or Fortran order
  parquet   any compression; columns of numbers
  arrow     file or stream, as of pyarrow.ipc and pyarrow.feather; plain, LZ4 or ZSTD

The format follows from the extension, or else from the first bytes; --format overrules. A file called - is standard
input, and so is no file with a pipe. What gzip has compressed is unpacked:

  gmm fit data.csv.gz -k 3
  sort -u data.csv | gmm fit -k 3

Columns are taken by name, by number from 1, or by ranges of either; names come first:

  gmm fit iris.csv -k 3 --columns sepal_length-petal_width
  gmm fit data.csv -k 3 --columns 1-3,7 --weights 8

A name with a comma is quoted: --columns '"width, left",height'. A model remembers the names of its features, and finds
them in a file with other columns; if only some of them are there, that is an error.

A value that is missing or no number is an error that names line and column. Rows are not left out in silence.
What was guessed and could be otherwise (a decimal comma, an encoding) is told on standard error.
`;

const EXIT_CODES = `Exit codes:

    0   fine; a fit may have warnings, which are shown
    1   with --strict: the fit has warnings, or has not converged
    2   the command line is wrong, or an option has a value that cannot be
    3   a file cannot be read or written, or the data or the model in it is not usable
    4   there is no fit: a covariance cannot be factored, none of several fits came off, memory is short
   70   a mistake of gmm itself; --debug shows where
  130   interrupted by Ctrl-C; what was there by then is printed and written: of fit the model, with "converged": false, of
        select the fits that were done and the best of them, of rows those that came first
`;

/** @param {import('commander').Command} gmm */
export function topics(gmm) {
  for (const [name, text] of [
    ['input', INPUT],
    ['exit-codes', EXIT_CODES],
  ]) {
    const topic = gmm.command(name, { hidden: true }).action(() => {
      process.stdout.write(text);
    });
    topic.helpInformation = () => text;
  }
}
