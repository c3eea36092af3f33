"""Market consultations: rules, services, pages, and the form that logs one."""
