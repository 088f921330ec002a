# mclust's side of the quality bench: one line in (path, n, d, K, model, tolerance; tabs between), one line of JSON out.

say <- function(text) {
  cat(text, "\n", sep = "")
  flush(stdout())
}

quoted <- function(text) encodeString(paste(text, collapse = " "), quote = '"')

if (!suppressWarnings(suppressPackageStartupMessages(requireNamespace("mclust", quietly = TRUE)))) {
  say('{"error":"mclust is not installed"}')
  quit()
}
suppressPackageStartupMessages(library(mclust))

number <- function(x) ifelse(is.finite(x), formatC(x, digits = 17, format = "g", width = 1), "null")
list_of <- function(items) paste0("[", paste(items, collapse = ","), "]")
numbers <- function(x) list_of(number(x))
matrix_rows <- function(m) list_of(apply(m, 1, numbers))

fit <- function(path, n, d, k, model, tolerance) {
  X <- matrix(readBin(path, "double", n * d), nrow = n, ncol = d, byrow = TRUE)
  if (d == 1) X <- X[, 1]
  # large data are clustered hierarchically from a random part
  set.seed(0)
  control <- emControl(tol = c(tolerance, sqrt(.Machine$double.eps)))
  clock <- Sys.time()
  found <- suppressWarnings(Mclust(X, G = k, modelNames = model, control = control, verbose = FALSE))
  seconds <- as.numeric(difftime(Sys.time(), clock, units = "secs"))
  if (is.null(found)) stop("no model: NULL")
  p <- found$parameters
  weights <- if (k == 1) 1 else p$pro
  if (d == 1) {
    means <- list_of(sapply(p$mean, numbers))
    variances <- rep(p$variance$sigmasq, length.out = k)
    covariances <- list_of(sapply(variances, function(v) list_of(numbers(v))))
  } else {
    means <- matrix_rows(t(p$mean))
    covariances <- list_of(sapply(seq_len(k), function(c) matrix_rows(p$variance$sigma[, , c])))
  }
  paste0(
    '{"answer":{"weights":', numbers(weights), ',"means":', means, ',"covariances":', covariances,
    ',"shape":"full"},"seconds":', number(seconds), ',"told":{"logLikelihood":', number(found$loglik), '}}'
  )
}

say(paste0(
  '{"mclust":', quoted(as.character(packageVersion("mclust"))),
  ',"R":', quoted(paste(R.version$major, R.version$minor, sep = ".")), '}'
))
input <- file("stdin", open = "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  words <- strsplit(line, "\t", fixed = TRUE)[[1]]
  sizes <- as.integer(words[2:4])
  say(tryCatch(
    fit(words[1], sizes[1], sizes[2], sizes[3], words[5], as.numeric(words[6])),
    error = function(e) paste0('{"error":', quoted(conditionMessage(e)), '}')
  ))
}
