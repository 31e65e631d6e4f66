"""/robots.txt keeps crawlers out of the admin and of endless addresses."""


def test_crawlers_stay_out_of_the_admin(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain"
    assert "User-agent: *\nDisallow: /admin/\n" in response.text


def test_crawlers_do_not_follow_opened_rows(client):
    assert "Disallow: /*?*open=\n" in client.get("/robots.txt").text


def test_crawlers_find_the_sitemap(client):
    assert "Sitemap: http://testserver/sitemap.xml\n" in client.get("/robots.txt").text


def test_nothing_public_is_hidden_from_crawlers(client):
    hidden = [line for line in client.get("/robots.txt").text.splitlines() if line.startswith("Disallow")]
    assert hidden == ["Disallow: /admin/", "Disallow: /*?*open="]
