// A native peer's side of the bench: one line of words in, one line of JSON out.
//
//   load PATH N D                   row-major doubles
//   fit FAMILY K ITERATIONS FLOOR   from the first K rows, unit covariances and equal weights; answers its seconds
//   score                           mean log-likelihood of the data under the model of the last fit
//   memory                          resident set of the process now, and its peak since the last such question

#pragma once

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

struct Data {
  std::vector<double> values;
  std::size_t n = 0;
  std::size_t d = 0;
};

struct Request {
  std::string family;
  std::size_t k = 0;
  std::size_t iterations = 0;
  double floor = 0;
};

inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

inline Data load(const std::string& path, std::size_t n, std::size_t d) {
  Data data{std::vector<double>(n * d), n, d};
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(data.values.data()), static_cast<std::streamsize>(n * d * sizeof(double)));
  if (!file) throw std::runtime_error("cannot read the data");
  return data;
}

/** A size that Linux tells of this process. */
inline long statusBytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  std::string word;
  long kilobytes = 0;
  while (status >> word && word != name) continue;
  status >> kilobytes;
  return kilobytes * 1024L;
}

/** `Peer` has VERSION, `double fit(const Data&, const Request&)` and `double score(const Data&)`. */
template <typename Peer>
int serve(Peer peer) {
  std::printf("{\"version\":\"%s\",\"compiler\":\"%s\"}\n", Peer::version().c_str(), __VERSION__);
  std::fflush(stdout);
  Data data;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string command;
    words >> command;
    try {
      if (command == "load") {
        std::string path;
        std::size_t n = 0, d = 0;
        words >> path >> n >> d;
        data = Data{};  // not both at a time
        data = load(path, n, d);
        std::puts("{}");
      } else if (command == "fit") {
        Request request;
        words >> request.family >> request.k >> request.iterations >> request.floor;
        std::printf("{\"seconds\":%.9g}\n", peer.fit(data, request));
      } else if (command == "score") {
        std::printf("{\"score\":%.17g}\n", peer.score(data));
      } else if (command == "memory") {
        std::printf("{\"peak\":%ld,\"now\":%ld}\n", statusBytes("VmHWM:"), statusBytes("VmRSS:"));
        std::ofstream("/proc/self/clear_refs") << 5;
      } else {
        throw std::invalid_argument("unknown command");
      }
    } catch (const std::exception& error) {
      std::printf("{\"error\":\"%s\"}\n", error.what());
    }
    std::fflush(stdout);
  }
  return 0;
}
