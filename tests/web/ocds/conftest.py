import pytest

from tests.given import commit, people


@pytest.fixture
def coordinator(client):
    person = people.person("coordinator")
    commit()
    return client.sign_in(person)
