"""What a deployment does before anything new runs: schema, queues and bucket. Each is a Job that ends."""

from infra.render.knative.pods import CONFINED, Object, environment, image, labels, metadata, pod, resources

STEPS = {"migrate": ["postgres_direct"], "topology": ["rabbitmq"], "storage": ["s3"]}
"""Each step's image, which is named after it, and its needs."""
ATTEMPTS = 4
LONGEST_SECONDS = 30 * 60
KEPT_SECONDS = 24 * 60 * 60


def job(name: str) -> Object:
    """It tries again while the database or RabbitMQ is still on its way up."""
    needs = STEPS[name]
    stepped = {
        "name": "step",
        "image": image(name),
        "env": environment(needs),
        "resources": resources(256),
        "securityContext": dict(CONFINED),
    }
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": metadata(name, "step"),
        "spec": {
            "backoffLimit": ATTEMPTS,
            "activeDeadlineSeconds": LONGEST_SECONDS,
            "ttlSecondsAfterFinished": KEPT_SECONDS,
            "template": {
                "metadata": {"labels": labels(name, "step", needs)},
                "spec": pod(
                    stepped,
                    restartPolicy="OnFailure",
                    securityContext={"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
                ),
            },
        },
    }
