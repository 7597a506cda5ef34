"""What a person changes about her own account. allauth's own pages live under /accounts/."""

from django.urls import path

from coachlms.accounts.views import account, data, tokens

urlpatterns = [
    path("", account.account, name="account"),
    path("agree/", account.agree, name="agree"),
    path("second-factor/", account.second_factor_first, name="second_factor_first"),
    path("tokens/", tokens.api_tokens, name="api_tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_api_token, name="revoke_api_token"),
    path("data/", data.account_data, name="account_data"),
    path("data/ask/", data.ask_download, name="ask_download"),
    path("data/<int:pk>/", data.download, name="download"),
    path("delete/", data.delete_account, name="delete_account"),
    path("deleted/<str:code>/", data.account_deleted, name="account_deleted"),
]
