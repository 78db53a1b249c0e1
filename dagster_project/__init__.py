"""Casualty Ledger: from news articles to monthly casualties by actor and region."""
