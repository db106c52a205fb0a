"""The hashes of the log are those of RFC 9162, as its own definitions compute them."""

from __future__ import annotations

import hashlib

from django.test import SimpleTestCase

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from releases.text.merkle import (
    EMPTY_ROOT,
    MerkleTree,
    WrongPath,
    leaf_hash,
    node_hash,
    root_from_path,
)


def defined_root(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 9162, 2.1.1 defines it."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return node_hash(defined_root(leaves[:left]), defined_root(leaves[left:]))


class ATree(SimpleTestCase):
    """Of up to forty leaves, which cover every shape at five levels."""

    leaves = [leaf_hash(b"%d" % number) for number in range(40)]

    def test_it_has_the_root_of_every_size(self) -> None:
        tree = MerkleTree(self.leaves)
        assert len(tree) == 40
        assert tree.root(0) == EMPTY_ROOT
        for size in range(1, 41):
            assert tree.root(size) == defined_root(self.leaves[:size])

    def test_each_leaf_has_a_path_to_every_later_root(self) -> None:
        tree = MerkleTree(self.leaves)
        for size in range(1, 41):
            for index in range(size):
                path = tree.path(index, size)
                leaf = self.leaves[index]
                root = root_from_path(leaf, index=index, size=size, path=path)
                assert root == tree.root(size)

    def test_its_hashes_are_those_of_the_first_test_vectors_of_certificate_transparency(
        self,
    ) -> None:
        empty = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        assert leaf_hash(b"").hex() == empty
        two = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
        tree = MerkleTree([leaf_hash(b""), leaf_hash(b"\x00")])
        assert tree.root(2).hex() == two

    @hypothesis_settings(max_examples=50, deadline=None)
    @given(st.integers(1, 40), st.data())
    def test_a_wrong_leaf_place_or_path_leads_to_another_root(
        self, size: int, data: st.DataObject
    ) -> None:
        index = data.draw(st.integers(0, size - 1))
        other = data.draw(st.integers(0, 40))
        tree = MerkleTree(self.leaves)
        path = tree.path(index, size)
        if other == index:
            path = [*path, self.leaves[0]]
        try:
            root = root_from_path(self.leaves[index], index=other, size=size, path=path)
        except WrongPath:
            return
        assert root != tree.root(size)

    def test_a_path_of_the_wrong_length_is_refused(self) -> None:
        tree = MerkleTree(self.leaves)
        path = tree.path(3, 8)
        for wrong in (path[:-1], [*path, path[0]]):
            with pytest.raises(WrongPath):
                root_from_path(self.leaves[3], index=3, size=8, path=wrong)
