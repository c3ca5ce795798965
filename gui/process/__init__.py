"""Child processes of the window: requests go down a pipe, events come back as Qt signals.

call = worker.call(ReadPages(path))
call.progressed.connect(show_progress)      # what the handler yields
call.finished.connect(show_document)        # what it returns
call.failed.connect(show_failure)           # an OpenBookError, or a bug
call.stop()                                 # closes the handler's generator; ends in `stopped`
"""
