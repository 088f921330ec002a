"""scikit-learn's side of the bench: one line of JSON in, one line of JSON out."""

import json
import platform
import resource
import sys
import time
import warnings

try:
    import numpy as np
    import sklearn
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import threadpool_info, threadpool_limits
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit(0)

warnings.simplefilter("ignore", ConvergenceWarning)


def unit_precisions(covariance_type, n_components, n_features):
    """Precisions of the start: the unit matrix in the shape of the family."""
    identity = np.eye(n_features)
    return {
        "full": np.tile(identity, (n_components, 1, 1)),
        "tied": identity,
        "diag": np.ones((n_components, n_features)),
        "spherical": np.ones(n_components),
    }[covariance_type]


def precisions_of(covariance_type, covariances):
    """Precisions from covariances, each in the shape of the family."""
    covariances = np.asarray(covariances)
    return np.linalg.inv(covariances) if covariance_type in ("full", "tied") else 1 / covariances


def start_of(X, covariance_type, n_components, start):
    """Weights, means and precisions: those given, or the first rows with unit covariances."""
    if start is None:
        weights = np.full(n_components, 1 / n_components)
        return weights, X[:n_components].copy(), unit_precisions(covariance_type, n_components, X.shape[1])
    precisions = precisions_of(covariance_type, start["covariances"])
    return np.asarray(start["weights"]), np.asarray(start["means"]), precisions


def fit(X, nComponents, covarianceType, iterations, regCovar, start=None, tol=0):
    """One fit and its seconds: exactly so many iterations if tol is 0."""
    weights, means, precisions = start_of(X, covarianceType, nComponents, start)
    model = GaussianMixture(
        n_components=nComponents,
        covariance_type=covarianceType,
        weights_init=weights,
        means_init=means,
        precisions_init=precisions,
        max_iter=iterations,
        tol=tol,
        reg_covar=regCovar,
        # The start is complete, yet older versions make another one first: let it be a cheap one.
        init_params="random_from_data",
        random_state=0,
    )
    begin = time.perf_counter()
    model.fit(X)
    seconds = time.perf_counter() - begin
    if tol == 0 and model.n_iter_ != iterations:
        raise RuntimeError(f"ran {model.n_iter_} iterations of {iterations}")
    return model, seconds


def versions():
    """What is being measured, BLAS kernels included."""
    blas = [
        f"{library['internal_api']} {library['version']} {library.get('architecture', '')}".strip()
        for library in threadpool_info()
        if library["user_api"] == "blas"
    ]
    return {
        "version": sklearn.__version__,
        "prefix": sys.prefix,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": sorted(set(blas)),
    }


def resident_set():
    """Peak resident set since the last question, and the present one; without Linux the peak of the process."""
    try:
        with open("/proc/self/status") as status:
            sizes = dict(line.split(":", 1) for line in status)
        with open("/proc/self/clear_refs", "w") as clear:
            clear.write("5")
        peak, now = (1024 * int(sizes[name].split()[0]) for name in ("VmHWM", "VmRSS"))
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        peak = now = unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"peak": peak, "now": now}


def answer(state, question):
    """Carries out one command; `state` holds the data and the last model."""
    command = question.pop("command")
    if command == "load":
        state["X"] = np.load(question["path"])
        return {}
    if command == "fit":
        state["model"], seconds = fit(state["X"], **question)
        return {"seconds": seconds, "nIter": int(state["model"].n_iter_), "converged": bool(state["model"].converged_)}
    if command == "score":
        return {"score": float(state["model"].score(state["X"]))}
    if command == "memory":
        return resident_set()
    raise ValueError(f"unknown command {command!r}")


def main():
    state = {}
    print(json.dumps(versions()), flush=True)
    with threadpool_limits(limits=int(sys.argv[1])):
        for line in sys.stdin:
            try:
                reply = answer(state, json.loads(line))
            except Exception as error:  # told to the other side, which leaves the row out
                reply = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
