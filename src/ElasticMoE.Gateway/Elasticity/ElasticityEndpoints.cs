using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Keys;
using ElasticMoE.Gateway.Serving;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Elasticity;

/// <summary>The paths by which clients of another server put a model to sleep, wake and scale it.</summary>
internal sealed class ElasticityEndpoints(GatewayServices services)
{
    public Task SleepAsync(HttpContext context) => RunAsync(context, async (cluster, key) =>
    {
        if (context.Request.Query["level"].ToString() is not ("" or "1"))
            throw new ApiException(ApiError.Invalid("level", "level: experts sleep in memory, which is level 1", "unsupported_value"));
        await cluster.SleepAsync(key, context.RequestAborted);
        return "{}";
    });

    public Task WakeAsync(HttpContext context) => RunAsync(context, async (cluster, key) =>
    {
        if (context.Request.Query.ContainsKey("tags"))
            throw new ApiException(ApiError.Invalid("tags", "tags: a model wakes as a whole", "unsupported_value"));
        await cluster.WakeAsync(key, context.RequestAborted);
        return "{}";
    });

    public Task IsSleepingAsync(HttpContext context) =>
        RunAsync(context, async (cluster, key) => $$"""{"is_sleeping":{{Word((await cluster.StateAsync(key, context.RequestAborted)).IsSleeping)}}}""");

    public Task IsScalingAsync(HttpContext context) =>
        RunAsync(context, async (cluster, key) => $$"""{"is_scaling_elastic_ep":{{Word((await cluster.StateAsync(key, context.RequestAborted)).IsChanging)}}}""");

    public Task ScaleAsync(HttpContext context) => RunAsync(context, async (cluster, key) =>
    {
        using RequestBody body = await RequestBody.ReadAsync(context, services.Options.BodyBytesMax, services.Bodies);
        RequestFields fields = RequestFields.Of(body.Root);
        int replicas = (int)(fields.Integer("new_data_parallel_size", 1, Limits.NodesMax) ?? throw fields.Missing("new_data_parallel_size"));
        await cluster.ScaleAsync(key, replicas, context.RequestAborted);
        return $$"""{"message":"every expert has {{replicas}} awake replicas"}""";
    });

    private static string Word(bool value) => value ? "true" : "false";

    private async Task RunAsync(HttpContext context, Func<IElasticity, string, Task<string>> run)
    {
        string key = PresentedKey.Of(context.Request) ?? throw new ApiException(ApiError.Unauthorized("the admin key is missing"));
        if (services.Options.Elasticity is not { } cluster)
            throw new ApiException(new ApiError(501, "invalid_request_error", "not_supported", "this server is one process, without experts on nodes; 'emoe up' starts a cluster, whose experts sleep, wake and scale"));
        try
        {
            await Responses.WriteAsync(context, Encoding.UTF8.GetBytes(await run(cluster, key)));
        }
        catch (InputException refused)
        {
            throw new ApiException(AdminErrors.Of(refused), refused);
        }
    }
}
