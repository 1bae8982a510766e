from mission_control.entry.cli import main

main()
