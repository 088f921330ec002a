"""scikit-learn's side of the quality bench: one line of JSON in, one line of JSON out."""

import json
import platform
import sys
import time
import warnings

try:
    import numpy as np
    import sklearn
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import threadpool_limits
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit(0)

warnings.simplefilter("ignore")


def fit(X, nComponents, covarianceType, settings):
    """One fit, its seconds and what it found."""
    model = GaussianMixture(n_components=nComponents, covariance_type=covarianceType, random_state=0, **settings)
    begin = time.perf_counter()
    model.fit(X)
    seconds = time.perf_counter() - begin
    return {
        "answer": {
            "weights": model.weights_.tolist(),
            "means": model.means_.tolist(),
            "covariances": model.covariances_.tolist(),
            "shape": covarianceType,
        },
        "seconds": seconds,
        "iterations": int(model.n_iter_),
        "converged": bool(model.converged_),
    }


def answer(state, question):
    """Carries out one command; `state` holds the data."""
    command = question.pop("command")
    if command == "load":
        state["X"] = np.load(question["path"])
        return {}
    if command == "fit":
        return fit(state["X"], **question)
    raise ValueError(f"unknown command {command!r}")


def main():
    state = {}
    versions = {"scikitLearn": sklearn.__version__, "python": platform.python_version(), "numpy": np.__version__}
    print(json.dumps(versions), flush=True)
    with threadpool_limits(limits=1):
        for line in sys.stdin:
            try:
                reply = json.dumps(answer(state, json.loads(line)), allow_nan=False)
            except Exception as error:  # told to the other side, which counts it
                reply = json.dumps({"error": f"{type(error).__name__}: {error}"})
            print(reply, flush=True)


if __name__ == "__main__":
    main()
