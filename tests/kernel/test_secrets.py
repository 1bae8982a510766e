from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mission_control.kernel.security.secrets import new_secret, replace_secret, stored_secret


def test_all_who_start_at_once_have_the_same_secret(tmp_path: Path) -> None:
    for turn in range(20):
        path = tmp_path / f"data-{turn}" / "secret-key"
        with ThreadPoolExecutor(8) as pool:
            secrets = set(pool.map(lambda path: stored_secret(path, new_secret()), [path] * 16))
        assert len(secrets) == 1
        assert len(secrets.pop()) == 43
        assert [file.name for file in path.parent.iterdir()] == ["secret-key"]


def test_a_secret_is_for_its_owner_alone_and_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    stored_secret(path, "old")
    replace_secret(path, "new")
    assert stored_secret(path, "unused") == "new"
    assert path.stat().st_mode & 0o777 == 0o600
