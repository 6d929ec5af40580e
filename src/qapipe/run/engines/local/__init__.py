"""Worker processes of this machine, each watched for time, memory and death."""
