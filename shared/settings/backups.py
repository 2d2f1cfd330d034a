"""Where backups go, and how long they are kept."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, Field

from shared.settings.kinds import Bucket, Text, WebAddress


class Backups(BaseModel):
    """The folder, the key, the bucket, and what is kept until when."""

    backup_dir: Path = Field(Path("/app/backups"), description="Folder backups are kept in.")
    backup_encryption_key: str = Field(
        "",
        repr=False,
        description="Passphrase backups are encrypted with; empty: not encrypted. Keep a copy elsewhere.",
    )
    backup_keep_days: int = Field(30, ge=1, description="Days every backup is kept.")
    backup_keep_weeks: int = Field(12, ge=0, description="Weeks after that for which one backup a week is kept.")
    backup_keep_months: int = Field(12, ge=0, description="Months after that for which one backup a month is kept.")
    backup_s3_bucket: Bucket = Field(
        "", description="S3 bucket backups are copied to; empty: they stay on this machine."
    )
    backup_s3_endpoint: WebAddress = Field("", description="Address of the S3 service; empty: AWS.")
    backup_s3_region: Text = Field("", description="Region of the bucket.")
    backup_s3_access_key: str = Field("", repr=False, description="Access key of the S3 account.")
    backup_s3_secret_key: str = Field("", repr=False, description="Secret key of the S3 account.")
    backup_s3_prefix: Text = Field("rotacc/", description="What names of copies in the bucket begin with.")
