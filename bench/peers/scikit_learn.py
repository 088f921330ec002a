"""scikit-learn's side of the bench: one line of JSON in, one line of JSON out."""

import json
import platform
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


def fit(X, nComponents, covarianceType, iterations, regCovar):
    """One fit of a fixed number of iterations from the common start, and its seconds."""
    model = GaussianMixture(
        n_components=nComponents,
        covariance_type=covarianceType,
        weights_init=np.full(nComponents, 1 / nComponents),
        means_init=X[:nComponents].copy(),
        precisions_init=unit_precisions(covarianceType, nComponents, X.shape[1]),
        max_iter=iterations,
        tol=0,
        reg_covar=regCovar,
        # The start is complete, yet older versions make another one first: let it be a cheap one.
        init_params="random_from_data",
        random_state=0,
    )
    start = time.perf_counter()
    model.fit(X)
    seconds = time.perf_counter() - start
    if model.n_iter_ != iterations:
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
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": sorted(set(blas)),
    }


def answer(state, question):
    """Carries out one command; `state` holds the data and the last model."""
    command = question.pop("command")
    if command == "load":
        state["X"] = np.load(question["path"])
        return {}
    if command == "fit":
        state["model"], seconds = fit(state["X"], **question)
        return {"seconds": seconds}
    if command == "score":
        return {"score": float(state["model"].score(state["X"]))}
    raise ValueError(f"unknown command {command!r}")


def main():
    state = {}
    print(json.dumps(versions()), flush=True)
    with threadpool_limits(limits=1):
        for line in sys.stdin:
            try:
                reply = answer(state, json.loads(line))
            except Exception as error:  # told to the other side, which leaves the row out
                reply = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
