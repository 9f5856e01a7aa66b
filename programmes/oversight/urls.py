"""Addresses of the oversight room."""

from django.urls import path

from programmes.oversight import views

urlpatterns = [
    path("", views.home, name="home"),
    path("school/<int:pk>/", views.school, name="school"),
    path("school/<int:pk>/begin/<slug:code>/", views.programme_start, name="programme_start"),
    path("bestuur/<int:pk>/", views.board, name="board"),
    path("bestuur/<int:pk>/csv/", views.board_csv, name="board_csv"),
    path("bestuur/<int:pk>/zip/", views.board_zip, name="board_zip"),
]
