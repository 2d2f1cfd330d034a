"""What the queue has redis do in one step, so that no other worker comes in between; and what both call things."""

GROUP = "rota"  # all workers of one queue

# Renew a lease only while it is still ours: 1 when it is, 0 when another worker has taken the message over.
RENEW = """
local p = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)
if #p == 1 and p[1][2] == ARGV[2] then
  redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'JUSTID')
  return 1
end
return 0
"""

# Put a message back: as idle as a lapsed lease, and as if this delivery had not happened.
PUT_BACK = """
local p = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)
if #p == 1 and p[1][2] == ARGV[2] then
  redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3],
             'IDLE', ARGV[4], 'RETRYCOUNT', math.max(p[1][4] - 1, 0), 'JUSTID')
  return 1
end
return 0
"""

# Forget consumers that hold nothing: this one when it leaves, and those that have been silent for long.
# In one step, because deleting a consumer that holds a message would lose the message.
FORGET = """
for _, c in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local f = {}
  for i = 1, #c, 2 do f[c[i]] = c[i + 1] end
  if f['pending'] == 0 and (f['name'] == ARGV[2] or f['idle'] > tonumber(ARGV[3])) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], f['name'])
  end
end
"""
