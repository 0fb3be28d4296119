"""Organisations and contacts as tables: out as XLSX or CSV, and back in with a dry run.

``columns`` declares them once; ``writing`` makes files, ``reading`` takes files apart, ``planning`` says what an import
would change and what is wrong with it, ``applying`` lets it act through ``resources.workflow``, all or nothing.
"""
