using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>Describes the rows of the table in the OpenAPI document.</summary>
internal static class AdminDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "ElasticMoE admin", Version = "v1", Description = "Needs the admin key: 'Authorization: Bearer KEY'." };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (object metadata in context.Description.ActionDescriptor.EndpointMetadata)
            {
                if (metadata is AdminVerb verb)
                    Describe(operation, verb);
                else if (metadata is AdminQuery query)
                    Describe(operation, query);
            }
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiOperation operation, AdminVerb verb)
    {
        operation.Summary = verb.Description;
        operation.OperationId = $"{verb.Noun}-{verb.Name}";
        IReadOnlyList<AdminParameter> fields = [.. verb.Parameters, .. AdminVerb.Common];
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = fields.ToDictionary(field => field.Name, Schema),
            Required = fields.Where(field => field.IsRequired).Select(field => field.Name).ToHashSet(),
            AdditionalPropertiesAllowed = false,
        };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } } };
    }

    private static void Describe(OpenApiOperation operation, AdminQuery query)
    {
        operation.Summary = query.Description;
        operation.OperationId = query.Name.Length == 0 ? query.Noun : $"{query.Noun}-{query.Name}";
        operation.Parameters = [.. query.Parameters.Select(parameter => new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Required = parameter.IsRequired,
            Description = parameter.Description,
            Schema = Schema(parameter),
        })];
    }

    private static IOpenApiSchema Schema(AdminParameter parameter)
    {
        var schema = new OpenApiSchema { Description = parameter.Description };
        switch (parameter.Kind)
        {
            case AdminParameterKind.Expert:
                (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^[0-9]+/[0-9]+$");
                break;
            case AdminParameterKind.Experts:
                (schema.Type, schema.Items) = (JsonSchemaType.Array, new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9]+/[0-9]+$" });
                break;
            case AdminParameterKind.Node or AdminParameterKind.Count or AdminParameterKind.Milliseconds:
                (schema.Type, schema.Format, schema.Minimum) = (JsonSchemaType.Integer, "int64", "0");
                break;
            case AdminParameterKind.Flag:
                schema.Type = JsonSchemaType.Boolean;
                break;
            case AdminParameterKind.Knobs or AdminParameterKind.Weights or AdminParameterKind.Plan:
                schema.Type = JsonSchemaType.Object;
                break;
            default:
                schema.Type = JsonSchemaType.String;
                break;
        }
        return schema;
    }
}
