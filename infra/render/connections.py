"""How many connections all instances together may open, and what PgBouncer and PostgreSQL must allow for it."""

from dataclasses import dataclass

from infra.render.units import Shape, clocks, consumers, functions

SPARE = 1.5
"""During a deployment the old and the new instances of what is called most stand side by side."""
ROUND = 100
SERVER_POOL = {"small": 15, "large": 40}
"""Of PgBouncer, to PostgreSQL: two to four for each core of the database."""
POOLERS = {"small": 1, "large": 2}
DIRECT_RESERVE = 40
"""For the relay's LISTEN, migrations, KEDA, the operator, replication, and a person with psql."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Σ max_instances × pool ≤ max_client_conn, and what PgBouncer opens in turn ≤ what PostgreSQL allows."""

    asked: int
    """Σ max_instances × pool, of all functions and consumers that need PostgreSQL."""
    max_client_conn: int
    """Of each PgBouncer: any one of them can carry all."""
    default_pool_size: int
    poolers: int
    max_connections: int
    """Of PostgreSQL."""


def budget(shape: Shape) -> Budget:
    asked = sum(unit.connections for unit in (*functions(shape), *consumers(), *clocks()))
    pool, poolers = SERVER_POOL[shape], POOLERS[shape]
    return Budget(
        asked=asked,
        max_client_conn=-int(-asked * SPARE // ROUND) * ROUND,
        default_pool_size=pool,
        poolers=poolers,
        max_connections=pool * poolers + DIRECT_RESERVE,
    )


def sentence(shape: Shape) -> str:
    """The sum, for a person."""
    found = budget(shape)
    return (
        f"All instances together open at most {found.asked} connections; each PgBouncer takes {found.max_client_conn}, "
        f"and opens at most {found.default_pool_size} to PostgreSQL, which allows {found.max_connections}."
    )
