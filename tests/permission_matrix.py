"""Who may do what: a row for every address, a column for every role.

A cell says what is answered to reading (GET and HEAD) and, after the stroke, to sending the page's own form (POST); one
word stands for both. Other methods are refused everywhere.

    page       a page or a file; nothing was written
    leads      a redirect; nothing was written
    write      it was written
    login      the login page, which keeps what was sent
    forbidden  403: the role may not
    refused    405: nobody may ask so
    missing    404

Rules about single rows, such as that nobody publishes their own claim, have tests of their own.
`tests/test_permissions.py` asks at every address as every role and compares. A new address needs a row here, and what to
send in `permission_requests.py`.
"""

PEOPLE = ["visitor", "reader", "editor", "reviewer", "administrator"]

TABLE = """
address                                                     visitor         reader          editor          reviewer        administrator

method/                                                     page/refused    page/refused    page/refused    page/refused    page/refused
(first page)                                                page/refused    page/refused    page/refused    page/refused    page/refused
compare/                                                    page/refused    page/refused    page/refused    page/refused    page/refused
compare/<slug:slugs>/                                       page/refused    page/refused    page/refused    page/refused    page/refused
frameworks/                                                 page/refused    page/refused    page/refused    page/refused    page/refused
frameworks/<slug:slug>/                                     page/refused    page/refused    page/refused    page/refused    page/refused
criteria/                                                   page/refused    page/refused    page/refused    page/refused    page/refused
criteria/<slug:slug>/                                       page/refused    page/refused    page/refused    page/refused    page/refused
claims/                                                     page/refused    page/refused    page/refused    page/refused    page/refused
claims/<slug:slug>/                                         page/refused    page/refused    page/refused    page/refused    page/refused
claims/<slug:slug>/report/                                  page/write      page/write      page/write      page/write      page/write
claims/<slug:slug>/reply/                                   page/write      page/write      page/write      page/write      page/write
claims/<slug:slug>/reported/                                page/refused    page/refused    page/refused    page/refused    page/refused
articles/                                                   page/refused    page/refused    page/refused    page/refused    page/refused
articles/<slug:slug>/                                       page/refused    page/refused    page/refused    page/refused    page/refused
disagreements/                                              page/refused    page/refused    page/refused    page/refused    page/refused
questionnaire/                                              page/refused    page/refused    page/refused    page/refused    page/refused
questionnaire/<slug:slug>/                                  page/refused    page/refused    page/refused    page/refused    page/refused
questionnaire/<slug:slug>/all/                              page/refused    page/refused    page/refused    page/refused    page/refused
questionnaire/<slug:slug>/result/                           page/refused    page/refused    page/refused    page/refused    page/refused
questionnaire/<slug:slug>/save/                             refused/write   refused/write   refused/write   refused/write   refused/write
questionnaire/<slug:slug>/room/                             page/write      page/write      page/write      page/write      page/write
questionnaire/<slug:slug>/<slug:question>/                  page/refused    page/refused    page/refused    page/refused    page/refused
results/<str:token>/                                        page/refused    page/refused    page/refused    page/refused    page/refused
results/<str:token>/edit/<str:maker>/                       page/write      page/write      page/write      page/write      page/write
rooms/<str:token>/                                          page/write      page/write      page/write      page/write      page/write
rooms/<str:token>/members/<str:member>/                     page/write      page/write      page/write      page/write      page/write
rooms/<str:token>/manage/<str:maker>/                       page/write      page/write      page/write      page/write      page/write
health/                                                     page/refused    page/refused    page/refused    page/refused    page/refused
robots.txt                                                  page/refused    page/refused    page/refused    page/refused    page/refused
sitemap.xml                                                 page/refused    page/refused    page/refused    page/refused    page/refused

admin/                                                      login           page            page            page            page
admin/<anything else>                                       login           missing         missing         missing         missing
admin/<app_list>                                            login           page            page            page            page
admin/articles/article/                                     login           page/forbidden  page/write      page/write      page/write
admin/articles/article/<path:object_id>/                    login           leads           leads           leads           leads
admin/articles/article/<path:object_id>/change/             login           page/forbidden  page/write      page/write      page/write
admin/articles/article/<path:object_id>/claims/add/         login           forbidden       leads/write     leads/write     leads/write
admin/articles/article/<path:object_id>/claims/nearest/     login           page            page            page            page
admin/articles/article/<path:object_id>/claims/scale/       login           page            page            page            page
admin/articles/article/<path:object_id>/delete/             login           forbidden       forbidden       forbidden       page/write
admin/articles/article/<path:object_id>/history/            login           page            page            page            page
admin/articles/article/<path:object_id>/merge/              login           forbidden       forbidden       forbidden       page/write
admin/articles/article/<path:object_id>/text/               login           forbidden       page/write      page/write      page/write
admin/articles/article/add/                                 login           forbidden       page/write      page/write      page/write
admin/articles/article/export/                              login           page            page            page            page
admin/articles/article/import/                              login           forbidden       page/write      page/write      page/write
admin/articles/capturedtext/                                login           page            page            page            page
admin/articles/capturedtext/<path:object_id>/               login           leads           leads           leads           leads
admin/articles/capturedtext/<path:object_id>/change/        login           page/forbidden  page/write      page/write      page/write
admin/articles/capturedtext/<path:object_id>/delete/        login           forbidden       page/write      page/write      page/write
admin/articles/capturedtext/<path:object_id>/history/       login           page            page            page            page
admin/articles/capturedtext/add/                            login           forbidden       page/write      page/write      page/write
admin/articles/formerslug/                                  login           page            page            page            page
admin/articles/formerslug/<path:object_id>/                 login           leads           leads           leads           leads
admin/articles/formerslug/<path:object_id>/change/          login           page/forbidden  page/forbidden  page/forbidden  page/forbidden
admin/articles/formerslug/<path:object_id>/delete/          login           forbidden       forbidden       forbidden       forbidden
admin/articles/formerslug/<path:object_id>/history/         login           page            page            page            page
admin/articles/formerslug/add/                              login           forbidden       forbidden       forbidden       forbidden
admin/articles/publisher/                                   login           page            page            page            page
admin/articles/publisher/<path:object_id>/                  login           leads           leads           leads           leads
admin/articles/publisher/<path:object_id>/change/           login           page/forbidden  page/write      page/write      page/write
admin/articles/publisher/<path:object_id>/delete/           login           forbidden       forbidden       forbidden       page/write
admin/articles/publisher/<path:object_id>/history/          login           page            page            page            page
admin/articles/publisher/<path:object_id>/merge/            login           forbidden       forbidden       forbidden       page/write
admin/articles/publisher/add/                               login           forbidden       page/write      page/write      page/write
admin/auth/group/                                           login           forbidden       forbidden       forbidden       page
admin/auth/group/<path:object_id>/                          login           leads           leads           leads           leads
admin/auth/group/<path:object_id>/change/                   login           forbidden       forbidden       forbidden       page/write
admin/auth/group/<path:object_id>/delete/                   login           forbidden       forbidden       forbidden       page/write
admin/auth/group/<path:object_id>/history/                  login           forbidden       forbidden       forbidden       page
admin/auth/group/add/                                       login           forbidden       forbidden       forbidden       page/write
admin/auth/user/                                            login           forbidden       forbidden       forbidden       page
admin/auth/user/<id>/password/                              login           forbidden       forbidden       forbidden       page/write
admin/auth/user/<path:object_id>/                           login           leads           leads           leads           leads
admin/auth/user/<path:object_id>/change/                    login           forbidden       forbidden       forbidden       page/write
admin/auth/user/<path:object_id>/delete/                    login           forbidden       forbidden       forbidden       page/write
admin/auth/user/<path:object_id>/history/                   login           forbidden       forbidden       forbidden       page
admin/auth/user/add/                                        login           forbidden       forbidden       forbidden       page/write
admin/autocomplete/                                         login           page/refused    page/refused    page/refused    page/refused
admin/changes/                                              login           page            page            page            page
admin/changes/<str:label>/<int:entry>/                      login           page/forbidden  page/write      page/write      page/write
admin/comparisons/claim/                                    login           page            page/write      page/write      page/write
admin/comparisons/claim/<path:object_id>/                   login           leads           leads           leads           leads
admin/comparisons/claim/<path:object_id>/change/            login           page/forbidden  page/write      page/write      page/write
admin/comparisons/claim/<path:object_id>/delete/            login           forbidden       page/write      page/write      page/write
admin/comparisons/claim/<path:object_id>/history/           login           page            page            page            page
admin/comparisons/claim/<path:object_id>/merge/             login           forbidden       forbidden       forbidden       page/write
admin/comparisons/claim/<path:object_id>/state/             login           forbidden       page            page/write      page/write
admin/comparisons/claim/add/                                login           forbidden       page/write      page/write      page/write
admin/comparisons/claim/checks/                             login           page            page            page            page
admin/comparisons/claim/coverage/                           login           page            page            page            page
admin/comparisons/claim/export/                             login           page            page            page            page
admin/comparisons/claim/import/                             login           forbidden       page/write      page/write      page/write
admin/comparisons/claim/proposals/<int:key>/                login           forbidden       page/forbidden  page/write      page/write
admin/comparisons/claim/review/                             login           page            page            page            page
admin/comparisons/criterion/                                login           page/forbidden  page/forbidden  page/write      page/write
admin/comparisons/criterion/<path:object_id>/               login           leads           leads           leads           leads
admin/comparisons/criterion/<path:object_id>/change/        login           page/forbidden  page/forbidden  page/write      page/write
admin/comparisons/criterion/<path:object_id>/delete/        login           forbidden       forbidden       forbidden       page/write
admin/comparisons/criterion/<path:object_id>/history/       login           page            page            page            page
admin/comparisons/criterion/<path:object_id>/merge/         login           forbidden       forbidden       forbidden       page/write
admin/comparisons/criterion/add/                            login           forbidden       forbidden       page/write      page/write
admin/comparisons/framework/                                login           page            page            page            page
admin/comparisons/framework/<path:object_id>/               login           leads           leads           leads           leads
admin/comparisons/framework/<path:object_id>/change/        login           page/forbidden  page/forbidden  page/write      page/write
admin/comparisons/framework/<path:object_id>/delete/        login           forbidden       forbidden       forbidden       page/write
admin/comparisons/framework/<path:object_id>/history/       login           page            page            page            page
admin/comparisons/framework/<path:object_id>/merge/         login           forbidden       forbidden       forbidden       page/write
admin/comparisons/framework/add/                            login           forbidden       forbidden       page/write      page/write
admin/comparisons/group/                                    login           page/forbidden  page/forbidden  page/write      page/write
admin/comparisons/group/<path:object_id>/                   login           leads           leads           leads           leads
admin/comparisons/group/<path:object_id>/change/            login           page/forbidden  page/forbidden  page/write      page/write
admin/comparisons/group/<path:object_id>/delete/            login           forbidden       forbidden       forbidden       page/write
admin/comparisons/group/<path:object_id>/history/           login           page            page            page            page
admin/comparisons/group/<path:object_id>/merge/             login           forbidden       forbidden       forbidden       page/write
admin/comparisons/group/add/                                login           forbidden       forbidden       page/write      page/write
admin/comparisons/override/                                 login           page            page            page            page
admin/comparisons/override/<path:object_id>/                login           leads           leads           leads           leads
admin/comparisons/override/<path:object_id>/change/         login           page/forbidden  page/forbidden  page/write      page/write
admin/comparisons/override/<path:object_id>/delete/         login           forbidden       forbidden       page/write      page/write
admin/comparisons/override/<path:object_id>/history/        login           page            page            page            page
admin/comparisons/override/add/                             login           forbidden       forbidden       page/write      page/write
admin/comparisons/proposal/                                 login           page            page            page            page
admin/comparisons/proposal/<path:object_id>/                login           leads           leads           leads           leads
admin/comparisons/proposal/<path:object_id>/change/         login           page/forbidden  page/forbidden  page/forbidden  page/forbidden
admin/comparisons/proposal/<path:object_id>/delete/         login           forbidden       forbidden       forbidden       forbidden
admin/comparisons/proposal/<path:object_id>/history/        login           page            page            page            page
admin/comparisons/proposal/add/                             login           forbidden       forbidden       forbidden       forbidden
admin/comparisons/report/                                   login           page            page            page            page
admin/comparisons/report/<path:object_id>/                  login           leads           leads           leads           leads
admin/comparisons/report/<path:object_id>/change/           login           page/forbidden  page/write      page/write      page/write
admin/comparisons/report/<path:object_id>/delete/           login           forbidden       forbidden       forbidden       forbidden
admin/comparisons/report/<path:object_id>/history/          login           page            page            page            page
admin/comparisons/report/add/                               login           forbidden       forbidden       forbidden       forbidden
admin/jsi18n/                                               login           page/refused    page/refused    page/refused    page/refused
admin/login/                                                page/leads      leads           leads           leads           leads
admin/logout/                                               leads/login     refused/page    refused/page    refused/page    refused/page
admin/password_change/                                      login           page/write      page/write      page/write      page/write
admin/password_change/done/                                 login           page/refused    page/refused    page/refused    page/refused
admin/questionnaire/option/                                 login           page            page            page            page
admin/questionnaire/option/<path:object_id>/                login           leads           leads           leads           leads
admin/questionnaire/option/<path:object_id>/change/         login           page/forbidden  page/forbidden  page/write      page/write
admin/questionnaire/option/<path:object_id>/delete/         login           forbidden       forbidden       page/write      page/write
admin/questionnaire/option/<path:object_id>/history/        login           page            page            page            page
admin/questionnaire/option/<path:object_id>/merge/          login           forbidden       forbidden       forbidden       page/write
admin/questionnaire/option/add/                             login           forbidden       forbidden       page/write      page/write
admin/questionnaire/question/                               login           page            page            page            page
admin/questionnaire/question/<path:object_id>/              login           leads           leads           leads           leads
admin/questionnaire/question/<path:object_id>/change/       login           page/forbidden  page/forbidden  page/write      page/write
admin/questionnaire/question/<path:object_id>/delete/       login           forbidden       forbidden       forbidden       page/write
admin/questionnaire/question/<path:object_id>/history/      login           page            page            page            page
admin/questionnaire/question/<path:object_id>/merge/        login           forbidden       forbidden       forbidden       page/write
admin/questionnaire/question/add/                           login           forbidden       forbidden       page/write      page/write
admin/questionnaire/questionnaire/                          login           page            page            page            page
admin/questionnaire/questionnaire/<path:object_id>/         login           leads           leads           leads           leads
admin/questionnaire/questionnaire/<path:object_id>/change/  login           page/forbidden  page/forbidden  page/write      page/write
admin/questionnaire/questionnaire/<path:object_id>/delete/  login           forbidden       forbidden       forbidden       page/write
admin/questionnaire/questionnaire/<path:object_id>/history/ login           page            page            page            page
admin/questionnaire/questionnaire/<path:object_id>/merge/   login           forbidden       forbidden       forbidden       page/write
admin/questionnaire/questionnaire/add/                      login           forbidden       forbidden       page/write      page/write
admin/r/<path:content_type_id>/<path:object_id>/            login           leads           leads           leads           leads
"""

FIRST_PAGE = "(first page)"


def read(table):
    """Return {address pattern: {role: cell}}."""
    found = {}
    for line in table.strip().splitlines()[1:]:
        if line.strip():
            route, *cells = line.rsplit(maxsplit=len(PEOPLE))
            route = "" if route.strip() == FIRST_PAGE else route.strip()
            assert route not in found, f"two rows for {route}"
            found[route] = dict(zip(PEOPLE, cells, strict=True))
    return found


MATRIX = read(TABLE)
