"""Asks precalc as an assistant does, by the official client of the Model Context Protocol.

Usage: assistant.py http URL KEY | assistant.py stdio JAVA JAR STORE
Prints what each tool answers for ethanol as one JSON object.
"""

import asyncio
import json
import sys

from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

ETHANOL = "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"


def server(kind, *where):
    if kind == "stdio":
        java, jar, store = where
        return StdioServerParameters(command=java, args=["-jar", jar, "mcp", "--store", store])
    url, key = where
    return streamable_http_client(url + "/mcp", http_client=create_mcp_http_client(headers={"x-api-key": key}))


def content(result):
    return {"error": bool(result.is_error), **json.loads(result.content[0].text)}


async def main():
    async with Client(server(*sys.argv[1:])) as client:
        tools = (await client.list_tools()).tools
        answers = {
            "tools": sorted(tool.name for tool in tools),
            "read_only": all(tool.annotations.read_only_hint for tool in tools),
            "list_models": content(await client.call_tool("list_models", {})),
            "explain_columns": content(await client.call_tool("explain_columns", {"model": "eos3b5e"})),
            "lookup_predictions": content(
                await client.call_tool(
                    "lookup_predictions", {"model": "eos3b5e", "smiles": ["OCC", "C1CC"], "percentiles": True}
                )
            ),
            "by_key": content(await client.call_tool("lookup_predictions", {"model": "eos3b5e", "keys": [ETHANOL]})),
            "refused": content(await client.call_tool("lookup_predictions", {"model": "eos0aaa", "keys": [ETHANOL]})),
        }
    print("ANSWERS " + json.dumps(answers))


asyncio.run(main())
