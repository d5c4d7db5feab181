using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>Turns rows of the table into endpoints.</summary>
internal sealed class AdminEndpoints(IClusterCommands commands, IClusterReports reports)
{
    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 16 };

    public void Map(IEndpointRouteBuilder routes, AdminVerb verb) => routes
        .MapPost(verb.Path, (Delegate)((HttpContext context) => ChangeAsync(context, verb)))
        .WithMetadata(verb)
        .Produces(StatusCodes.Status200OK, typeof(OutcomeReport));

    public void Map(IEndpointRouteBuilder routes, AdminQuery query) => routes
        .MapGet(query.Path, (Delegate)((HttpContext context) => AnswerAsync(context, query)))
        .WithMetadata(query)
        .Produces(StatusCodes.Status200OK, query.Answer.Type);

    private async Task ChangeAsync(HttpContext context, AdminVerb verb)
    {
        using JsonDocument body = await ReadAsync(context).ConfigureAwait(false);
        var arguments = new AdminArguments(body.RootElement, verb.Parameters.Concat(AdminVerb.Common));
        var request = new AdminRequest(IdOf(arguments), verb.Build(arguments), arguments.Flag("dryRun"));
        CommandOutcome outcome = await commands.SubmitAsync(request, context.RequestAborted).ConfigureAwait(false);
        await AdminAnswers.WriteAsync(context, OutcomeReport.Of(outcome)).ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context, AdminQuery query)
    {
        var arguments = new AdminArguments(JsonSerializer.SerializeToElement(Fields(context.Request.Query, query.Parameters)), query.Parameters);
        object answer = await query.Ask(reports, arguments, context.RequestAborted).ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(answer, query.Answer, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, s_strict, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException wrong)
        {
            throw new InputException("request", $"is no JSON at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}", ExitCode.Usage, wrong);
        }
    }

    /// <summary>A query's texts as the fields they stand for.</summary>
    private static JsonObject Fields(IQueryCollection query, IReadOnlyList<AdminParameter> parameters)
    {
        var fields = new JsonObject();
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in query)
        {
            string text = values.Count == 1 ? values[0] ?? "" : throw new InputException($"field '{name}'", "is there more than once", ExitCode.Usage);
            bool isNumber = parameters.FirstOrDefault(parameter => parameter.Name == name)?.Kind is AdminParameterKind.Count or AdminParameterKind.Node or AdminParameterKind.Milliseconds;
            fields[name] = isNumber && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? JsonValue.Create(number) : JsonValue.Create(text);
        }
        return fields;
    }

    /// <summary>A request without an id gets one; it can't be retried safely.</summary>
    private static EventId IdOf(AdminArguments arguments)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
        if (!arguments.Has("id"))
            RandomNumberGenerator.Fill(bytes);
        else if (Convert.FromHexString(arguments.Text("id"), bytes, out int consumed, out int written) != System.Buffers.OperationStatus.Done || written != bytes.Length || consumed != 2 * bytes.Length)
            throw new InputException("field 'id'", "is not 32 hexadecimal digits", ExitCode.Usage);
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));
    }
}
