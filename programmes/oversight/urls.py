"""Addresses of the oversight room."""

from django.urls import path

from programmes.oversight import bundle_views as bundles
from programmes.oversight import views

urlpatterns = [
    path("", views.home, name="home"),
    path("school/<int:pk>/", views.school, name="school"),
    path("school/<int:pk>/begin/<slug:code>/", views.programme_start, name="programme_start"),
    path("bestuur/<int:pk>/", views.board, name="board"),
    path("bestuur/<int:pk>/csv/", views.board_csv, name="board_csv"),
    path("bestuur/<int:pk>/bundels/", bundles.board_bundles, name="board_bundles"),
    path("bestuur/<int:pk>/bundels/<int:job>/", bundles.board_bundle, name="board_bundle"),
    path("bestuur/<int:pk>/bundels/<int:job>/stop/", bundles.board_bundle_cancel, name="board_bundle_cancel"),
    path("bestuur/<int:pk>/bundels/<int:job>/bestand/", bundles.board_bundle_file, name="board_bundle_file"),
]
