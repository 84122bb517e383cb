"""Workbooks as tables: XLSX, XLS, ODS and SpreadsheetML, and what their merged cells say."""
