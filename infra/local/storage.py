"""moto's S3 as a program: `python -m infra.local.storage PORT`. It logs no addresses: signed links are among them."""

import logging
import sys

from moto.server import main

if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    main(["-H", "127.0.0.1", "-p", sys.argv[1]])
