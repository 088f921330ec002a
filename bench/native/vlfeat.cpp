// VLFeat's vl_gmm: diagonal covariances, in double precision.

extern "C" {
#include <vl/generic.h>
#include <vl/gmm.h>
}

#include <cstdarg>
#include <cstring>
#include <memory>

#include "protocol.hpp"

/** M-steps of the fit under way: the library tells them in its log only. */
static std::size_t lastIteration = 0;

static int listen(const char* format, ...) {
  if (std::strstr(format, "em: iteration %d:") == nullptr) return 0;
  va_list arguments;
  va_start(arguments, format);
  lastIteration = va_arg(arguments, vl_uindex);
  va_end(arguments);
  return 0;
}

class VLFeat {
 public:
  static std::string version() { return vl_get_version_string(); }

  double fit(const Data& data, const Request& request) {
    mixture.reset(vl_gmm_new(VL_TYPE_DOUBLE, data.d, request.k));
    const std::vector<double> covariances(request.k * data.d, 1.0);
    const std::vector<double> weights(request.k, 1.0 / static_cast<double>(request.k));
    vl_gmm_set_means(mixture.get(), data.values.data());
    vl_gmm_set_covariances(mixture.get(), covariances.data());
    vl_gmm_set_priors(mixture.get(), weights.data());
    vl_gmm_set_covariance_lower_bound(mixture.get(), request.floor);
    vl_gmm_set_verbosity(mixture.get(), 1);
    vl_set_printf_func(listen);
    double seconds = run(data, request.iterations);
    // It stops at a relative change below 1e-5, and cannot be told not to: then it is started again. The next call
    // begins with the E-step that the last one ended with, whose time is taken off.
    for (std::size_t done = lastIteration; done < request.iterations; done += lastIteration) {
      seconds -= run(data, 0);
      seconds += run(data, request.iterations - done);
      if (lastIteration == 0) throw std::runtime_error("does not go on");
    }
    return seconds;
  }

  double score(const Data& data) const { return logLikelihood / static_cast<double>(data.n); }

 private:
  std::unique_ptr<VlGMM, decltype(&vl_gmm_delete)> mixture{nullptr, vl_gmm_delete};
  double logLikelihood = 0;

  double run(const Data& data, std::size_t iterations) {
    vl_gmm_set_max_num_iterations(mixture.get(), iterations);
    lastIteration = 0;
    const double start = now();
    logLikelihood = vl_gmm_em(mixture.get(), data.values.data(), data.n);
    return now() - start;
  }
};

int main() { return serve(VLFeat()); }
