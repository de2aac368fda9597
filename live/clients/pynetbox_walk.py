"""What a NetBox user's script does, with pynetbox as it comes from PyPI, against a running console.

Usage: pynetbox_walk.py URL TOKEN. Exits with a traceback at the first thing that does not hold.
"""

import sys

import pynetbox

url, token = sys.argv[1:3]
nb = pynetbox.api(url, token=token)
proxbox = nb.plugins.proxbox

# List, count, choose and page. Paging by one proves that pages join without a gap.
vms = list(proxbox.vms.all())
assert len(vms) == proxbox.vms.count() > 3, len(vms)
assert [vm.id for vm in proxbox.vms.all(limit=1)] == [vm.id for vm in vms]
assert [vm.id for vm in proxbox.vms.all(limit=2, offset=1)] == [vm.id for vm in vms[1:3]]
running = list(proxbox.vms.filter(status="running"))
assert running and {vm.status for vm in running} == {"running"}
two = list(proxbox.vms.filter(id=[vms[0].id, vms[1].id]))
assert {vm.id for vm in two} == {vms[0].id, vms[1].id}
assert proxbox.vms.get(vms[0].id).name == vms[0].name
assert proxbox.vms.get(vmid=vms[0].vmid, proxmox_endpoint_id=vms[0].proxmox_endpoint_id).id == vms[0].id
assert proxbox.vms.get(999999) is None
brief = next(iter(proxbox.vms.filter(brief=True)))
assert brief.serialize().keys() < vms[0].serialize().keys(), brief.serialize()
assert brief.vmid == vms[0].vmid, "a brief object reads the rest when asked for it"

try:
    list(proxbox.vms.filter(colour="red"))
    raise AssertionError("an unknown filter is refused")
except pynetbox.RequestError as error:
    assert error.req.status_code == 400 and "colour" in error.error, error

# Create, change, save and delete one.
schedule = proxbox.schedules.create(name="by pynetbox", interval_minutes=60)
assert schedule.id and schedule.enabled is True
schedule.name = "renamed"
assert schedule.save() is True
assert proxbox.schedules.get(schedule.id).name == "renamed"
assert schedule.update({"enabled": False}) is True
assert proxbox.schedules.get(schedule.id).enabled is False
assert schedule.delete() is True
assert proxbox.schedules.get(schedule.id) is None

# Endpoints live one level deeper; their `url` leads back to them all the same.
endpoint = proxbox.proxmox_endpoints.create(
    name="by pynetbox", ip_address="10.9.8.7", username="root@pam", password="never comes back"
)
assert endpoint.has_password is True and "password" not in endpoint.serialize()
endpoint.site_slug = "lab"
assert endpoint.save() is True
assert proxbox.proxmox_endpoints.get(name="by pynetbox").site_slug == "lab"
nested = getattr(proxbox, "endpoints/proxmox")
assert nested.get(endpoint.id).name == "by pynetbox"
assert endpoint.delete() is True

# Several at once, all or nothing.
made = proxbox.schedules.create([{"name": f"bulk {n}", "interval_minutes": 30} for n in range(3)])
assert len(made) == 3
for schedule in made:
    schedule.enabled = False
assert len(proxbox.schedules.update(made)) == 3
assert not any(schedule.enabled for schedule in proxbox.schedules.filter(name=[s.name for s in made]))
try:
    proxbox.schedules.create([{"name": "fine", "interval_minutes": 30}, {"name": "", "interval_minutes": 30}])
    raise AssertionError("a list with a wrong item is refused")
except pynetbox.RequestError as error:
    assert error.req.status_code == 400 and "1.name" in error.error, error
assert proxbox.schedules.get(name="fine") is None
assert proxbox.schedules.delete(made) is True
assert not list(proxbox.schedules.filter(id=[schedule.id for schedule in made]))

# More than one page of the most there is: pynetbox then asks for as many as there are.
many = 1005
for start in range(0, many, 335):
    proxbox.schedules.create([{"name": f"many {start + n}", "interval_minutes": 600} for n in range(335)])
everything = list(proxbox.schedules.filter(q="many "))
assert len(everything) == many == len({schedule.id for schedule in everything}), len(everything)
for start in range(0, many, 335):
    assert proxbox.schedules.delete(everything[start : start + 335]) is True

# A job, with its nested objects.
job = proxbox.jobs.create(name="by pynetbox", sync_types=["devices"])
assert job.status == "pending" or job.started_at
assert list(proxbox.jobs.filter(name="by pynetbox"))[0].params["sync_types"] == ["devices"]
print("pynetbox", pynetbox.__version__, "works unmodified")
