// Armadillo's gmm_full and gmm_diag, in double precision.

#include <armadillo>

#include "protocol.hpp"

class Armadillo {
 public:
  static std::string version() {
    const arma::arma_version version;
    return std::to_string(version.major) + '.' + std::to_string(version.minor) + '.' + std::to_string(version.patch);
  }

  double fit(const Data& data, const Request& request) {
    const arma::mat rows = columns(data);
    const arma::mat means = rows.cols(0, request.k - 1);
    const arma::rowvec weights(request.k, arma::fill::value(1.0 / static_cast<double>(request.k)));
    isFull = request.family == "full";
    if (isFull) {
      arma::cube covariances(data.d, data.d, request.k);
      covariances.each_slice() = arma::eye(data.d, data.d);
      full.set_params(means, covariances, weights);
      return learn(full, rows, request);
    }
    diag.set_params(means, arma::mat(data.d, request.k, arma::fill::ones), weights);
    return learn(diag, rows, request);
  }

  double score(const Data& data) const {
    const arma::mat rows = columns(data);
    return isFull ? full.avg_log_p(rows) : diag.avg_log_p(rows);
  }

 private:
  bool isFull = true;
  arma::gmm_full full;
  arma::gmm_diag diag;

  /** Row-major samples are column-major columns; the memory is not copied. */
  static arma::mat columns(const Data& data) {
    return arma::mat(const_cast<double*>(data.values.data()), data.d, data.n, false, true);
  }

  template <typename Mixture>
  static double learn(Mixture& mixture, const arma::mat& rows, const Request& request) {
    const double start = now();
    const bool done = mixture.learn(
        rows, request.k, arma::maha_dist, arma::keep_existing, 0, request.iterations, request.floor, false);
    const double seconds = now() - start;
    if (!done) throw std::runtime_error("learn() failed");
    return seconds;
  }
};

int main() { return serve(Armadillo()); }
