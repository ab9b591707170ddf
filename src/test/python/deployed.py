"""An AWS on loopback that holds a deployed stack and checks who may do what.

usage: deployed.py TEMPLATE ASSET CALLS

moto plays AWS. This program has it deploy the template through CloudFormation. From then on nobody does anything without a
signature and a right. It prints one line of JSON (its address, what was created, who has which rights), and appends one line of JSON
to the file CALLS for each right that a call needed. Each line of its standard input, a name for a stack, a template and an asset with
tabs between, is deployed as well, beside what is there, and answered with a line of JSON, which says "refused" if AWS does not take
it. It ends when its standard input does.

What moto does not check is checked here, in the way AWS does:
- DynamoDB: a right is one on a table.
- S3: HEAD of a bucket needs ListBucket; PUT with tags needs PutObjectTagging as well; deleting several objects needs DeleteObject
  on each; an absent object is 404 to those who may list the bucket, and 403 to others.
- STS: a login with GitHub's token carries no signature; the trust policy of the role decides. The token's own signature is not
  checked, as nobody but GitHub can make one.
- A session that was given a policy may do only what that policy allows, too.
- A session whose name ends with expires-after-N has expired after N calls.
"""

import base64
import json
import os
import re
import sys
import threading
import xml.etree.ElementTree as ElementTree

REGION = "eu-central-1"
os.environ.update(AWS_ACCESS_KEY_ID="root", AWS_SECRET_ACCESS_KEY="root", AWS_DEFAULT_REGION=REGION, MOTO_ACCOUNT_ID="123456789012")

import boto3
from botocore.exceptions import ClientError
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.exceptions import JsonRESTError
from moto.iam.access_control import IAMPolicy, IAMRequest, PermissionResult, S3IAMRequest
from moto.iam.models import iam_backends
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from moto.s3.exceptions import MissingKey, S3AccessDeniedError, S3ClientError
from moto.s3.responses import S3Response
from moto.sts.models import sts_backends

ACCOUNT = "123456789012"
ASSETS = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"

# What moto's CloudFormation does not know, and moto does not have at all.
LEFT_OUT = {
    "AWS::ApiGateway::Account": "the account's role for the gateway's logs; the role itself is deployed",
    "AWS::ApiGateway::GatewayResponse": "the form of the gateway's own refusals",
    "AWS::ApiGateway::Model": "the schema of requests; a test compares it with the OpenAPI document",
    "AWS::ApiGateway::RequestValidator": "moto's gateway compares no request with a schema",
    "AWS::Lambda::Alias": "what refers to it refers to its function instead",
    "AWS::SNS::TopicPolicy": "who may publish; moto's alarms and budgets never fire",
    "AWS::S3::BucketPolicy": "only refuses connections without TLS, and loopback has none",
}

# What moto's CloudFormation does not know, but moto has: made by its own API, with the properties of the template, and under the name
# that CloudFormation would make up.
MADE_BY_HAND = {
    "AWS::IAM::OIDCProvider": lambda client, name, p: client("iam").create_open_id_connect_provider(
        Url=p["Url"], ClientIDList=p["ClientIdList"]
    )["OpenIDConnectProviderArn"],
    "AWS::ApiGateway::Stage": lambda client, name, p: client("apigateway").create_stage(
        restApiId=p["RestApiId"], deploymentId=p["DeploymentId"], stageName=p["StageName"]
    )["stageName"],
    "AWS::ApiGateway::ApiKey": lambda client, name, p: client("apigateway").create_api_key(
        name=p.get("Name", name), enabled=p["Enabled"]
    )["id"],
    "AWS::ApiGateway::UsagePlan": lambda client, name, p: client("apigateway").create_usage_plan(
        name=name,
        apiStages=[{"apiId": stage["ApiId"], "stage": stage["Stage"]} for stage in p["ApiStages"]],
        throttle={"rateLimit": p["Throttle"]["RateLimit"], "burstLimit": p["Throttle"]["BurstLimit"]},
        quota={"limit": p["Quota"]["Limit"], "period": p["Quota"]["Period"]},
    )["id"],
    "AWS::ApiGateway::UsagePlanKey": lambda client, name, p: client("apigateway").create_usage_plan_key(
        usagePlanId=p["UsagePlanId"], keyId=p["KeyId"], keyType=p["KeyType"]
    )["id"],
    "AWS::CloudWatch::Alarm": lambda client, name, p: named(
        p.get("AlarmName", name),
        lambda one: client("cloudwatch").put_metric_alarm(**{k: v for k, v in p.items() if k != "Tags"} | {"AlarmName": one}),
    ),
    "AWS::SNS::Subscription": lambda client, name, p: client("sns").subscribe(
        TopicArn=p["TopicArn"], Protocol=p["Protocol"], Endpoint=p["Endpoint"]
    )["SubscriptionArn"],
    "AWS::Budgets::Budget": lambda client, name, p: named(
        p["Budget"].get("BudgetName", name),
        lambda one: client("budgets").create_budget(
            AccountId=ACCOUNT,
            Budget=p["Budget"] | {"BudgetName": one, "BudgetLimit": texts(p["Budget"]["BudgetLimit"])},
            NotificationsWithSubscribers=p["NotificationsWithSubscribers"],
        ),
    ),
    "AWS::Batch::ComputeEnvironment": lambda client, name, p: client("batch").create_compute_environment(
        computeEnvironmentName=name,
        type="MANAGED",
        computeResources=uncapitalised(p["ComputeResources"]),
        # AWS makes this role itself.
        serviceRole=client("iam").create_service_linked_role(AWSServiceName="batch.amazonaws.com")["Role"]["Arn"],
    )["computeEnvironmentArn"],
    "AWS::Batch::JobQueue": lambda client, name, p: client("batch").create_job_queue(
        jobQueueName=name, state="ENABLED", priority=p["Priority"], computeEnvironmentOrder=uncapitalised(p["ComputeEnvironmentOrder"])
    )["jobQueueArn"],
    "AWS::Batch::JobDefinition": lambda client, name, p: client("batch").register_job_definition(
        jobDefinitionName=name,
        type=p["Type"],
        platformCapabilities=p["PlatformCapabilities"],
        containerProperties=uncapitalised(p["ContainerProperties"]),
        retryStrategy=uncapitalised(p["RetryStrategy"]),
    )["jobDefinitionArn"],
}
BEFORE_THE_STACK = {"AWS::IAM::OIDCProvider"}

# The property that what refers to such a resource gets.
NAMED_BY = {"AWS::Lambda::Alias": "FunctionName", "AWS::ApiGateway::Stage": "StageName"}


class Expired(Exception):
    pass


class Authority:
    """Decides, and writes down what it decided."""

    def __init__(self, calls):
        self.calls = open(calls, "a", encoding="utf-8")
        self.lock = threading.Lock()
        self.enforcing = False
        self.counts = {}

    def permits(self, key, action, resource):
        results = [IAMPolicy(policy).is_action_permitted(action, resource) for policy in key.collect_policies()]
        session = session_of(key)
        permitted = PermissionResult.PERMITTED in results and PermissionResult.DENIED not in results
        if permitted and session and session.policy:
            permitted = IAMPolicy(session.policy).is_action_permitted(action, resource) is PermissionResult.PERMITTED
        who = key.arn.split(":")[-1]
        with self.lock:
            self.calls.write(json.dumps({"who": who, "action": action, "on": resource, "permitted": permitted}) + "\n")
            self.calls.flush()
        return permitted

    def expire(self, key):
        session = session_of(key)
        limit = session and re.search(r"expires-after-(\d+)$", session.session_name)
        if limit:
            with self.lock:
                self.counts[session.session_name] = self.counts.get(session.session_name, 0) + 1
                if self.counts[session.session_name] > int(limit.group(1)):
                    raise Expired


def session_of(key):
    return next((s for s in sts_backends[ACCOUNT]["aws"].assumed_roles if s.access_key_id == key._access_key_id), None)


def install(authority):
    def authorize(response, kind, resource="*"):
        if not authority.enforcing:
            return
        if response._get_action() == "AssumeRoleWithWebIdentity":
            return trust(response)
        query = response.parsed_url.query
        request = kind(
            account_id=ACCOUNT,
            method=response.method,
            path=response.raw_path + ("?" + query if query else ""),
            # moto takes the query of a GET for a body, which then has another signature.
            data={} if response.method == "GET" and kind is IAMRequest else response.data,
            body=response.raw_body,
            headers=response.headers,
            action=response._get_action(),
        )
        request.check_signature()
        key = response.who = request._access_key
        if request._action == "sts:GetCallerIdentity":
            return
        try:
            authority.expire(key)
        except Expired:
            text = "The security token included in the request is expired"
            raise S3ClientError("ExpiredToken", text) if kind is S3IAMRequest else JsonRESTError("ExpiredTokenException", text)
        for action, on in needs(request, response, resource):
            if not authority.permits(key, action, on):
                if request._service == "dynamodb":
                    text = f"User: {key.arn} is not authorized to perform: {action} on resource: {on}"
                    raise JsonRESTError("AccessDeniedException", text)
                request._raise_access_denied()

    key_response = S3Response._key_response

    def answer(response, request, url):
        try:
            answered = key_response(response, request, url)
        except MissingKey:
            refuse_who_may_not_list(response)
            raise
        if answered[0] == 404:
            refuse_who_may_not_list(response)
        return answered

    def refuse_who_may_not_list(response):
        if authority.enforcing and not authority.permits(
            response.who, "s3:ListBucket", f"arn:aws:s3:::{response.bucket_name}"
        ):
            raise S3AccessDeniedError()

    ActionAuthenticatorMixin._authenticate_and_authorize_action = authorize
    S3Response._key_response = answer


def needs(request, response, resource):
    action = request._action
    if request._service == "dynamodb":
        body = json.loads(response.raw_body)
        tables = [body["TableName"]] if "TableName" in body else list(body.get("RequestItems", {}))
        return [(action, f"arn:aws:dynamodb:{request._region}:{ACCOUNT}:table/{table}") for table in tables]
    if action == "s3:HeadBucket":
        return [("s3:ListBucket", resource)]
    if action == "s3:DeleteObject" and response.method == "POST":
        keys = [e.text for e in ElementTree.fromstring(response.raw_body).iter() if e.tag.endswith("Key")]
        return [(action, f"{resource}/{key}") for key in keys]
    if action == "s3:PutObject" and "x-amz-tagging" in response.headers:
        return [(action, resource), ("s3:PutObjectTagging", resource)]
    return [(action, resource)]


def trust(response):
    """Compares the token's claims with the conditions of the role's trust policy, which must be equalities."""
    asked = {name: response.querystring[name][0] for name in ("RoleArn", "WebIdentityToken")}
    claims = asked["WebIdentityToken"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    issuer = claims["iss"].removeprefix("https://")
    role = iam_backends[ACCOUNT]["aws"].get_role_by_arn(asked["RoleArn"])
    document = role.assume_role_policy_document
    for statement in (json.loads(document) if isinstance(document, str) else document)["Statement"]:
        conditions = statement.get("Condition", {}).get("StringEquals", {})
        if statement["Action"] == "sts:AssumeRoleWithWebIdentity" and list(statement["Condition"]) == ["StringEquals"]:
            if conditions and all(
                name.startswith(issuer + ":") and claims[name.removeprefix(issuer + ":")] in listed(expected)
                for name, expected in conditions.items()
            ):
                return
    error = JsonRESTError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    error.code = 403
    error.description = (
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
        f"<Message>{error.message}</Message></Error></ErrorResponse>"
    )
    raise error


def listed(one_or_many):
    return one_or_many if isinstance(one_or_many, list) else [one_or_many]


def named(name, make):
    """Makes what is known by its name alone, and returns that."""
    make(name)
    return name


def uncapitalised(node):
    """As the API names the properties of a template."""
    if isinstance(node, list):
        return [uncapitalised(one) for one in node]
    return {k[0].lower() + k[1:]: uncapitalised(one) for k, one in node.items()} if isinstance(node, dict) else node


def texts(fields):
    return {name: str(value) for name, value in fields.items()}


def without(node, names, known):
    """The part of a template in which what refers to the named resources says their id instead, as far as it is known."""
    if isinstance(node, list):
        return [without(one, names, known) for one in node if not (isinstance(one, str) and one in names)]
    if not isinstance(node, dict):
        return node
    target = node.get("Ref") or listed(node.get("Fn::GetAtt", [None]))[0]
    if len(node) == 1 and target in names | known.keys():
        return known.get(target, "left-out")
    parts = {name: without(one, names, known) for name, one in node.items()}
    separator, texts_to_join = parts["Fn::Join"] if list(parts) == ["Fn::Join"] else ("", [{}])
    return separator.join(texts_to_join) if all(isinstance(one, str) for one in texts_to_join) else parts


def bootstrap(client):
    client("s3").create_bucket(Bucket=ASSETS, CreateBucketConfiguration={"LocationConstraint": REGION})
    client("ssm").put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="21", Type="String")


def deploy(client, name_of_stack, template, asset):
    """Deploys the template in an account that has been bootstrapped; returns the stack and the id of every resource."""
    client("s3").upload_file(asset, ASSETS, os.path.basename(asset).removeprefix("asset."))
    resources = template["Resources"]
    kinds = {name: resource["Type"] for name, resource in resources.items()}
    made = {}

    def make(name):
        def resolved(node):
            for reference in set(re.findall(r'"Ref": "(\w+)"', json.dumps(node))) - made.keys():
                make(reference)
            return without(node, set(), made | {"AWS::Region": REGION})

        properties = resolved(resources[name].get("Properties", {}))
        made[name] = MADE_BY_HAND[kinds[name]](client, f"{name_of_stack}-{name}", properties)

    for name, kind in kinds.items():
        if kind in BEFORE_THE_STACK:
            make(name)
    stands_for = {
        name: resource["Properties"][NAMED_BY[kinds[name]]] for name, resource in resources.items() if kinds[name] in NAMED_BY
    }
    apart = {name for name, kind in kinds.items() if kind in LEFT_OUT or kind in MADE_BY_HAND}
    kept = {name: without(one, apart, made | stands_for) for name, one in resources.items() if name not in apart}
    cloudformation = client("cloudformation")
    cloudformation.create_stack(
        StackName=name_of_stack,
        TemplateBody=json.dumps(template | {"Resources": kept, "Outputs": without(template["Outputs"], apart, made | stands_for)}),
        Capabilities=["CAPABILITY_IAM"],
    )
    stack = cloudformation.describe_stacks(StackName=name_of_stack)["Stacks"][0]
    for one in cloudformation.describe_stack_resources(StackName=name_of_stack)["StackResources"]:
        made[one["LogicalResourceId"]] = one.get("PhysicalResourceId", "")
    for name, kind in kinds.items():
        if kind in MADE_BY_HAND and name not in made:
            make(name)
    return stack, made


def people(iam, policies, purge):
    """Users whose keys never expire: an administrator, and someone who may read what workers read, and purge."""
    keys = {}
    for name, documents in policies.items():
        iam.create_user(UserName=name)
        for number, document in enumerate(documents):
            iam.put_user_policy(UserName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(document))
        made = iam.create_access_key(UserName=name)["AccessKey"]
        keys[name] = {"id": made["AccessKeyId"], "secret": made["SecretAccessKey"]}
    iam.attach_user_policy(UserName="purger", PolicyArn=purge)
    return keys


def described(client, name_of_stack, template_file, asset):
    """Deploys the template; returns what was created, and who has which rights in it."""
    with open(template_file, encoding="utf-8") as file:
        template = json.load(file)
    stack, created = deploy(client, name_of_stack, template, asset)
    iam = client("iam")
    roles = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::IAM::Role":
            role = created[name]
            policies = iam.list_role_policies(RoleName=role)["PolicyNames"]
            documents = [iam.get_role_policy(RoleName=role, PolicyName=one)["PolicyDocument"] for one in policies]
            roles[name] = {"name": role, "policies": documents, "arn": iam.get_role(RoleName=role)["Role"]["Arn"]}
    return {
        "outputs": {
            output["OutputKey"]: created.get(template["Outputs"][output["OutputKey"]]["Value"].get("Ref"), output["OutputValue"])
            if isinstance(template["Outputs"][output["OutputKey"]]["Value"], dict)
            else output["OutputValue"]
            for output in stack["Outputs"]
        },
        "status": stack["StackStatus"],
        "created": created,
        "absent": sorted({r["Type"] for name, r in template["Resources"].items() if name not in created}),
        "roles": roles,
        "purge": next(created[n] for n, r in template["Resources"].items() if r["Type"] == "AWS::IAM::ManagedPolicy"),
    }


def main(template_file, asset, calls):
    authority = Authority(calls)
    install(authority)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://%s:%d" % server.get_host_and_port()

    def client(service):
        return boto3.client(service, endpoint_url=endpoint)

    bootstrap(client)
    stack = described(client, "Precalc", template_file, asset)
    worker = next(role["policies"] for name, role in stack["roles"].items() if name.startswith("Worker"))
    all_rights = [{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}]
    keys = people(client("iam"), {"administrator": all_rights, "purger": worker}, stack.pop("purge"))
    account = {"endpoint": endpoint, "region": REGION, "left_out": LEFT_OUT, "keys": keys}
    authority.enforcing = True
    print(json.dumps(account | stack), flush=True)
    for line in sys.stdin:
        authority.enforcing = False
        try:
            said = account | described(client, *line.rstrip("\n").split("\t"))
        except ClientError as refusal:
            said = {"refused": str(refusal)}
        authority.enforcing = True
        print(json.dumps(said), flush=True)


main(*sys.argv[1:])
