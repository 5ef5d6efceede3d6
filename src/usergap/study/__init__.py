"""People in the loop, in the browser: blind human tests, labelling, questionnaires, browsing.

The web app and the database library are heavy: they load only where a study is opened
(extra ``study``). What is shown to raters is conversation text: a study file stays local.
"""
